// GET /callback: WeChat sends the browser back. It goes on to the application with a code of ours;
// where it began without a challenge with a session; or with what went wrong.
#include <nlohmann/json.hpp>

#include "crypto/random.h"
#include "gotrue/errors.h"
#include "gotrue/flow_session.h"
#include "gotrue/gotrue.h"
#include "gotrue/redirects.h"
#include "gotrue/wechat_people.h"
#include "http/errors.h"
#include "store/audit.h"
#include "store/sign_in_flows.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

/// Where the browser goes on to, and with what.
struct Way {
  std::string redirect_to;
  std::optional<Error> error;
  std::string code;
  /// Without PKCE.
  Json session;
};

Response send_on(const Way& way) {
  Response response = empty_response(302);
  std::string target = way.redirect_to;
  if (way.error) {
    target = with_error(target, *way.error);
  } else if (!way.session.is_null()) {
    target = with_session(target, way.session, "");
  } else {
    target = with_code(target, way.code);
  }
  response.headers.set("Location", target);
  return response;
}

Error bad_state(const char* message) { return Error(400, "bad_oauth_state", message); }

std::optional<Error> judge(const std::optional<SignInFlow>& flow, WallMs now_ms) {
  if (!flow) return bad_state("OAuth state not found or expired");
  if (flow->state != "started")
    return Error(400, "flow_state_already_used", "State has already been used");
  if (flow->expires_ms <= now_ms) return bad_state("OAuth state has expired");
  return std::nullopt;
}

/// The flow of this state, taken so that no second callback gets it, and what stands in the way.
struct Claim {
  SignInFlow flow;
  std::optional<Error> error;
};

Claim claim_flow(Transaction& transaction, const Gotrue& gotrue, const std::string& state,
                 bool has_code) {
  Claim claim;
  claim.flow.redirect_to = gotrue.config.site_url;
  const auto found =
      find_flow_by_state(transaction, code_hmac(gotrue.backend.secrets, "sign-in state", state));
  claim.error = judge(found, transaction.now_ms());
  if (found) claim.flow = *found;
  if (claim.error) return claim;
  claim.flow.state = has_code ? "asking" : "failed";
  if (!advance_sign_in_flow(transaction, claim.flow, "started"))
    claim.error = Error(400, "flow_state_already_used", "State has already been used");
  // The old page of WeChat comes back like this when somebody refuses.
  if (!claim.error && !has_code)
    claim.error =
        Error(403, "bad_oauth_callback", "OAuth callback with missing authorization code missing");
  return claim;
}

// Decided again when the code is redeemed; here it is only told early, where the person still is.
void require_welcome(Transaction& transaction, const Gotrue& gotrue, const SignInFlow& flow) {
  const WechatWho who = website_person(gotrue, flow);
  if (!flow.link_user_id.empty())
    return require_linkable(transaction, gotrue, flow.link_user_id, who);
  require_not_banned(transaction, who);
}

Way finish_flow(Transaction& transaction, const Gotrue& gotrue, SignInFlow flow,
                const WebsitePerson& person) {
  flow.subject = person.openid;
  flow.unionid = person.unionid;
  flow.nickname = person.nickname;
  flow.avatar_url = person.avatar_url;
  require_welcome(transaction, gotrue, flow);
  if (flow.challenge.empty()) {
    return {flow.redirect_to, std::nullopt, "",
            begin_flow_session(transaction, gotrue, flow, "asking")};
  }
  const std::string code = random_uuid();
  flow.code_hmac = code_hmac(gotrue.backend.secrets, "sign-in code", code);
  flow.state = "answered";
  if (!advance_sign_in_flow(transaction, flow, "asking"))
    throw Error(400, "flow_state_already_used", "State has already been used");
  return {flow.redirect_to, std::nullopt, code, nullptr};
}

asio::awaitable<Way> ask_wechat(Gotrue& gotrue, SignInFlow flow, std::string code) {
  try {
    const WebsitePerson person = co_await gotrue.backend.wechat.exchange_website_code(code);
    auto work = [&gotrue, flow, person](Transaction& transaction) {
      return finish_flow(transaction, gotrue, flow, person);
    };
    co_return co_await gotrue.database.run(std::move(work));
  } catch (...) {
    Way way;
    way.redirect_to = flow.redirect_to;
    way.error = error_in_hand();
    co_return way;
  }
}

}  // namespace

asio::awaitable<Response> callback(Gotrue& gotrue, Request request) {
  const std::string state = request.query_value("state").value_or("");
  const std::string code = request.query_value("code").value_or("");
  const bool has_code = !code.empty();
  auto work = [&gotrue, state, has_code](Transaction& transaction) {
    return claim_flow(transaction, gotrue, state, has_code);
  };
  const Claim claim = co_await gotrue.database.run(std::move(work));
  Way way;
  way.redirect_to = claim.flow.redirect_to;
  way.error = claim.error;
  if (!claim.error) way = co_await ask_wechat(gotrue, claim.flow, code);
  co_return send_on(way);
}

}  // namespace hufu::mock::gotrue
