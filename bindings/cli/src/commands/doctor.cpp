// hufu doctor: what is wrong, and what to do about it.
#include <hufu/native/plain_request.h>

#include <cmath>
#include <ctime>
#include <optional>

#include "commands/commands.h"
#include "failure.h"
#include "terminal.h"
#include "text/url.h"

namespace hufu::cli {
namespace {

constexpr double kWorryingSkewSeconds = 60;

using Reply = Result<native::FetchResponse>;

struct Finding {
  std::string part;  ///< store, network, tls, clock, app_key or session.
  bool is_good = true;
  std::string sentence;
};

Finding look_at_store(Context& context) {
  try {
    const SessionStore& store = context.store();
    if (!store.is_lasting())
      return {"store", true, "none is asked for: sessions end with the command"};
    const Result<std::optional<Secret>> read = store.store->load(context.storage_key());
    if (!read) return {"store", false, read.error().message()};
    if (store.kind == native::StoreKind::plain) {
      return {"store", true, "sessions in " + store.directory + " are plain text, as was chosen"};
    }
    return {"store", true,
            "sessions are sealed in " + store.directory + " (key: " + store.key_source + ")"};
  } catch (const Failure& failure) {
    return {"store", false, failure.sentence};
  }
}

/// Something answers there, but not as it was asked: by a certificate, or without TLS at all.
bool is_reached(const Reply& reply) {
  return reply || reply.is(Errc::tls) || reply.is(Errc::invalid_argument);
}

Finding look_at_network(const Settings& settings, const Reply& reply) {
  if (reply) return {"network", true, settings.server + " answers"};
  if (is_reached(reply)) return {"network", true, settings.server + " can be reached"};
  if (reply.is(Errc::unsupported)) return {"network", false, reply.error().detail};
  return {"network", false,
          settings.server + " gives no answer (" + reply.error().detail +
              "); is it running, is a proxy in the way, is the address right?"};
}

Finding look_at_tls(const Settings& settings, const Reply& reply) {
  if (!settings.server.starts_with("https://")) {
    if (!settings.allow_http) return {"tls", true, "not used: the server is on this machine"};
    return {"tls", false, "tokens travel in clear text: --allow-http is set"};
  }
  if (reply.is(Errc::tls)) {
    return {"tls", false,
            "the certificate is not accepted (" + reply.error().detail +
                "); a private authority is named by --ca-file"};
  }
  if (reply.is(Errc::invalid_argument)) return {"tls", false, reply.error().detail};
  if (!reply) return {"tls", false, "cannot be tried without a connection"};
  return {"tls", true, "the certificate is accepted"};
}

/// The header `Date` (RFC 9110, 5.6.7).
std::optional<std::time_t> time_of(const native::FetchResponse& response) {
  const std::string* date = response.header("Date");
  std::tm parts{};
  if (date == nullptr) return std::nullopt;
  if (::strptime(date->c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts) == nullptr) {
    return std::nullopt;
  }
  return ::timegm(&parts);
}

Finding look_at_clock(const Reply& reply) {
  const std::optional<std::time_t> theirs = reply ? time_of(*reply) : std::nullopt;
  if (!theirs) {
    return {"clock", static_cast<bool>(reply), "cannot be compared: the server told no time"};
  }
  const double skew = std::difftime(std::time(nullptr), *theirs);
  if (std::fabs(skew) < kWorryingSkewSeconds) return {"clock", true, "agrees with the server's"};
  return {"clock", false,
          "is " + std::to_string(std::lround(std::fabs(skew))) + " s " +
              (skew > 0 ? "ahead of" : "behind") +
              " the server's; set it (timedatectl set-ntp true)"};
}

Finding refused_key(const Settings& settings, const Reply& reply, const char* takes) {
  const std::string what = settings.app_key.empty() ? "the server wants one" : "it is refused";
  return {"app_key", false,
          what + " (" + std::to_string(reply->status) + "); --app-key takes " + takes};
}

/// GoTrue stands behind a gateway that lets nobody pass without the project's key.
Finding look_at_anon_key(const Settings& settings) {
  const Reply reply = native::send_plain({.url = settings.server + "/auth/v1/settings",
                                          .headers = {{"apikey", settings.app_key}},
                                          .ca_file = settings.ca_file});
  if (reply && (reply->status == 401 || reply->status == 403)) {
    return refused_key(settings, reply, "the project's anon key");
  }
  if (reply && reply->status == 200) return {"app_key", true, "the server takes it"};
  return {"app_key", false,
          "cannot be tried: no GoTrue answers at " + settings.server + "/auth/v1"};
}

/// The code of an OAuth error (RFC 6749, 5.2); empty for any other answer.
std::string oauth_error_of(const Reply& reply) {
  if (!reply || reply->status < 400 || reply->status >= 500) return {};
  const auto body = nlohmann::json::parse(reply->body, nullptr, false);
  if (!body.is_object() || !body.contains("error") || !body["error"].is_string()) return {};
  return body["error"].get<std::string>();
}

/// A renewal with a refresh token that is none: where the application is known, only that is wrong.
Finding look_at_app_id(const Settings& settings) {
  const Reply reply = native::send_plain(
      {.url = settings.server + "/oidc/token",
       .method = "POST",
       .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                   {"x-authing-app-id", settings.app_key}},
       .body = "grant_type=refresh_token&refresh_token=none&redirect_uri=&client_id=" +
               text::encode_component(settings.app_key).to_std(),
       .ca_file = settings.ca_file});
  const std::string error = oauth_error_of(reply);
  if (error == "invalid_grant") return {"app_key", true, "the server takes it"};
  if (!error.empty()) return refused_key(settings, reply, "the application's id");
  return {"app_key", false, "cannot be tried: no Authing answers at " + settings.server + "/oidc"};
}

std::optional<Finding> look_at_app_key(const Settings& settings, const Reply& server) {
  if (!server) return std::nullopt;
  if (settings.backend == BackendKind::gotrue) return look_at_anon_key(settings);
  if (settings.backend == BackendKind::authing) return look_at_app_id(settings);
  return std::nullopt;
}

Finding look_at_session(Context& context) {
  try {
    const Result<SessionInfo> session = session_of(context);
    if (!session) return {"session", false, session.error().message()};
    if (session->state == SessionState::signed_in)
      return {"session", true, "somebody is signed in"};
    return {"session", true, "nobody is signed in: " + context.command("login")};
  } catch (const Failure& failure) {
    return {"session", false, failure.sentence};
  }
}

std::string line_of(const Finding& finding) {
  return (finding.is_good ? "ok    " : "WRONG ") + finding.part + ": " + finding.sentence;
}

void examine(Context& context) {
  const Settings settings = context.settings();
  const Reply reply = native::send_plain({.url = settings.server, .ca_file = settings.ca_file});
  std::vector<Finding> findings = {look_at_store(context), look_at_network(settings, reply),
                                   look_at_tls(settings, reply), look_at_clock(reply)};
  if (auto app_key = look_at_app_key(settings, reply)) findings.push_back(*std::move(app_key));
  findings.push_back(look_at_session(context));
  nlohmann::json told = nlohmann::json::array();
  std::vector<std::string> lines;
  int wrong = 0;
  for (const Finding& each : findings) {
    told.push_back({{"part", each.part}, {"ok", each.is_good}, {"sentence", each.sentence}});
    lines.push_back(line_of(each));
    wrong += each.is_good ? 0 : 1;
  }
  context.tell({{"findings", told}, {"ok", wrong == 0}}, lines);
  if (wrong > 0) {
    throw Failure{ExitStatus::failed, std::to_string(wrong) + " of " +
                                          std::to_string(findings.size()) + " things are wrong"};
  }
}

}  // namespace

void add_doctor(CommandLine& line) {
  CLI::App* command =
      line.add(line.app(), "doctor",
               "Check store, network, TLS, clock, app key and session, and say what is wrong");
  line.run_for(command, [&context = line.context()] { examine(context); });
}

}  // namespace hufu::cli
