// GET /verify: a browser follows the link of a mail. It is spent by that, and the browser goes on
// to the application: with a session in the fragment, with a code where it began with PKCE, or with
// what went wrong.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/random.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"
#include "gotrue/redirects.h"
#include "gotrue/verification.h"
#include "store/sign_in_flows.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct Click {
  std::string link_token;
  std::string type;
  std::string redirect_to;
  std::string from;

  bool has_pkce() const { return link_token.starts_with("pkce_"); }
};

// Where the browser goes, or why it goes there without anything. Committed either way.
using Landing = std::variant<std::string, Error>;

Click read_click(const Gotrue& gotrue, const Request& request) {
  const auto query = [&](const char* name) { return request.query_value(name).value_or(""); };
  Click click;
  click.link_token = query("token");
  click.type = query("type");
  click.redirect_to = choose_redirect(gotrue.config, query("redirect_to"));
  click.from = request.remote_address;
  if (click.type.empty()) throw validation_failed("Verify requires a verification type");
  if (click.link_token.empty()) throw validation_failed("Verify requires a token or a token hash");
  return click;
}

// A code of ours for the browser that has the verifier.
std::string code_for(Transaction& transaction, const Gotrue& gotrue, const std::string& type,
                     const OneTimeToken& token, const Opened& opened) {
  const std::string code = random_uuid();
  SignInFlow flow;
  flow.id = random_uuid();
  flow.state = "answered";
  flow.code_hmac = code_hmac(gotrue.backend.secrets, "sign-in code", code);
  flow.state_hmac = flow.code_hmac;  // no provider answers to it
  flow.provider = opened.identity.provider;
  flow.subject = opened.identity.subject;
  flow.challenge = token.challenge;
  flow.method = type == "recovery" || type == "invite" ? type : opened.method;
  flow.created_ms = transaction.now_ms();
  flow.expires_ms = flow.created_ms + gotrue.config.sign_in_flow_life.count() * 1000;
  add_sign_in_flow(transaction, flow);
  return code;
}

std::string onward(Transaction& transaction, const Gotrue& gotrue, const Click& click,
                   const OneTimeToken& token, const Opened& opened) {
  if (click.has_pkce())
    return with_code(click.redirect_to, code_for(transaction, gotrue, click.type, token, opened));
  return with_session(click.redirect_to, sign_in(transaction, gotrue, opened), click.type);
}

Landing follow(Transaction& transaction, const Gotrue& gotrue, const Click& click) {
  require_mail_guess(transaction, gotrue, click.from);
  const std::vector<std::string> kinds = kinds_of(click.type);
  if (kinds.empty()) return validation_failed("Invalid email verification type");
  const auto token = find_by_link_token(transaction, gotrue, click.link_token);
  if (!token || !std::ranges::count(kinds, token->kind)) {
    count_mail_guess(transaction, click.from);
    return link_refused();
  }
  const std::optional<Opened> opened = open(transaction, gotrue, *token, link_refused());
  if (!opened) return with_message(click.redirect_to, kOtherMailWaits, click.has_pkce());
  return onward(transaction, gotrue, click, *token, *opened);
}

asio::awaitable<Landing> try_to_follow(Gotrue& gotrue, Click click) {
  try {
    auto work = [&gotrue, click](Transaction& transaction) {
      return follow(transaction, gotrue, click);
    };
    co_return co_await gotrue.database.run(std::move(work));
  } catch (const Error& error) {
    co_return error;
  }
}

}  // namespace

asio::awaitable<Response> follow_link(Gotrue& gotrue, Request request) {
  const Click click = read_click(gotrue, request);
  const Landing landing = co_await try_to_follow(gotrue, click);
  std::string target;
  if (const auto* error = std::get_if<Error>(&landing)) {
    target = click.has_pkce() ? with_error(click.redirect_to, *error)
                              : with_error_fragment(click.redirect_to, *error);
  } else {
    target = std::get<std::string>(landing);
  }
  Response response = empty_response(303);
  response.headers.set("Location", target);
  // The address of the next page holds a session: it is nobody else's, and not to be kept.
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("Referrer-Policy", "no-referrer");
  co_return response;
}

}  // namespace hufu::mock::gotrue
