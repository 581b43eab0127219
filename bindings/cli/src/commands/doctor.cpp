// hufu doctor: what is wrong, and what to do about it.
#include <hufu/native/plain_request.h>

#include <cmath>
#include <ctime>
#include <memory>
#include <optional>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "terminal.h"
#include "text/url.h"
#include "texts.h"

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
    if (!store.is_lasting()) return {"store", true, say("doctor_no_store")};
    const Result<std::optional<Secret>> read = store.store->load(context.storage_key());
    if (!read) return {"store", false, read.error().message(spoken())};
    if (store.kind == native::StoreKind::plain) {
      return {"store", true, say("doctor_plain", {{"directory", store.directory}})};
    }
    return {"store", true,
            say("doctor_sealed", {{"directory", store.directory}, {"key", store.key_source}})};
  } catch (const Failure& failure) {
    return {"store", false, failure.sentence};
  }
}

/// Something answers there, but not as it was asked: by a certificate, or without TLS at all.
bool is_reached(const Reply& reply) {
  return reply || reply.is(Errc::tls) || reply.is(Errc::invalid_argument);
}

Finding look_at_network(const Settings& settings, const Reply& reply) {
  if (reply) return {"network", true, say("doctor_answers", {{"server", settings.server}})};
  if (is_reached(reply))
    return {"network", true, say("doctor_reached", {{"server", settings.server}})};
  if (reply.is(Errc::unsupported)) return {"network", false, reply.error().detail};
  return {"network", false,
          say("doctor_no_answer", {{"server", settings.server}, {"detail", reply.error().detail}})};
}

Finding look_at_tls(const Settings& settings, const Reply& reply) {
  if (!settings.server.starts_with("https://")) {
    if (!settings.allow_http) return {"tls", true, say("doctor_no_tls")};
    return {"tls", false, say("doctor_clear")};
  }
  if (reply.is(Errc::tls)) {
    return {"tls", false, say("doctor_certificate", {{"detail", reply.error().detail}})};
  }
  if (reply.is(Errc::invalid_argument)) return {"tls", false, reply.error().detail};
  if (!reply) return {"tls", false, say("doctor_untried")};
  return {"tls", true, say("doctor_tls_ok")};
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
    return {"clock", static_cast<bool>(reply), say("doctor_no_time")};
  }
  const double skew = std::difftime(std::time(nullptr), *theirs);
  if (std::fabs(skew) < kWorryingSkewSeconds) return {"clock", true, say("doctor_same_time")};
  return {"clock", false,
          say(skew > 0 ? Key("doctor_ahead") : Key("doctor_behind"),
              {{"seconds", std::to_string(std::lround(std::fabs(skew)))}})};
}

Finding refused_key(const Settings& settings, const Reply& reply, Key takes) {
  const Key what = settings.app_key.empty() ? Key("doctor_key_wanted") : Key("doctor_key_refused");
  return {"app_key", false,
          say(what, {{"status", std::to_string(reply->status)}, {"key", say(takes)}})};
}

std::string no_server(const char* product, const std::string& url) {
  return say("doctor_no_product", {{"product", product}, {"url", url}});
}

/// GoTrue stands behind a gateway that lets nobody pass without the project's key.
Finding look_at_anon_key(const Settings& settings) {
  const Reply reply = native::send_plain({.url = settings.server + "/auth/v1/settings",
                                          .headers = {{"apikey", settings.app_key}},
                                          .ca_file = settings.ca_file});
  if (reply && (reply->status == 401 || reply->status == 403)) {
    return refused_key(settings, reply, "doctor_anon_key");
  }
  if (reply && reply->status == 200) return {"app_key", true, say("doctor_key_ok")};
  return {"app_key", false, no_server("GoTrue", settings.server + "/auth/v1")};
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
  if (error == "invalid_grant") return {"app_key", true, say("doctor_key_ok")};
  if (!error.empty()) return refused_key(settings, reply, "doctor_app_id");
  return {"app_key", false, no_server("Authing", settings.server + "/oidc")};
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
    if (!session) return {"session", false, session.error().message(spoken())};
    if (session->state == SessionState::signed_in)
      return {"session", true, say("doctor_signed_in")};
    const std::string login = context.command("login");
    if (!session->ended) return {"session", true, say("doctor_nobody", {{"command", login}})};
    return {"session", true,
            say("doctor_nobody_since", {{"time", moment(session->ended->at_ms)},
                                        {"command", login},
                                        {"why", context.command("doctor --why")}})};
  } catch (const Failure& failure) {
    return {"session", false, failure.sentence};
  }
}

std::string line_of(const Finding& finding) {
  return say(finding.is_good ? Key("doctor_ok") : Key("doctor_wrong"),
             {{"part", finding.part}, {"sentence", finding.sentence}});
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
    throw Failure{ExitStatus::failed,
                  say("doctor_count", {{"wrong", std::to_string(wrong)},
                                       {"all", std::to_string(findings.size())}})};
  }
}

/// For whoever looks it up, or asks the server's operator: `Rule C4, HTTP 400, ...`.
std::string facts_of(const SessionEnd& end) {
  std::string facts = say("why_facts", {{"rule", end.rule}});
  const auto add = [&facts](const std::string& fact) { facts += say("why_and") + fact; };
  if (end.code) add(say("why_code", {{"code", describe(*end.code).name}}));
  if (end.http_status != 0) add(say("why_status", {{"status", std::to_string(end.http_status)}}));
  if (!end.server_code.empty()) add(say("why_server_code", {{"code", end.server_code}}));
  return facts;
}

void explain(Context& context) {
  Result<SessionInfo> session = session_of(context);
  // A provider that has nobody signed in any more: that is what is asked about.
  if (!session && session.error().action() == Action::sign_in_again)
    session = context.client().session();
  const SessionInfo& found = must(session);
  std::vector<std::string> lines;
  if (found.ended) {
    const bool kept = found.state == SessionState::needs_user;
    lines = {say(kept ? Key("why_needs_user") : Key("why_ended"),
                 {{"time", moment(found.ended->at_ms)}}),
             std::string(sentence(found.ended->cause, spoken())), facts_of(*found.ended)};
  } else {
    const bool is_here = found.state == SessionState::signed_in;
    lines = {say(is_here ? Key("why_signed_in") : Key("why_unknown"))};
  }
  context.tell({{"state", name(found.state)}, {"ended", to_json(found.ended)}}, lines);
}

}  // namespace

void add_doctor(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("doctor");
  const auto why = std::make_shared<bool>(false);
  command->add_flag("--why", *why);
  line.run_for(command, [&context = line.context(), why] {
    if (*why) return explain(context);
    examine(context);
  });
}

}  // namespace hufu::cli
