// POST /token?grant_type=pkce: the code of a flow and the verifier of the browser that began it
// become a session. Only here does anything happen to accounts that are linked, so that nobody's
// scan can add their WeChat to the account of another who sent them the link.
#include <nlohmann/json.hpp>
#include <variant>

#include "gotrue/body.h"
#include "gotrue/errors.h"
#include "gotrue/flow_session.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"
#include "gotrue/pkce.h"
#include "store/audit.h"
#include "store/sessions.h"
#include "store/sign_in_flows.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// Ending the session of a code that comes twice has to be committed.
using Outcome = std::variant<Json, Error>;

struct Redemption {
  std::string code;
  std::string verifier;
  std::string address;
};

Redemption read_redemption(const Request& request) {
  const JsonBody body = read_body(request);
  Redemption redemption;
  redemption.code = body.optional_text("auth_code", 128).value_or("");
  redemption.verifier = body.optional_text("code_verifier", 1024).value_or("");
  redemption.address = request.remote_address;
  if (redemption.code.empty() || redemption.verifier.empty())
    throw validation_failed(
        "invalid request: both auth code and code verifier should be non-empty");
  return redemption;
}

// With the right verifier the second comer is whoever the first was, or a thief of both: what came
// of the code ends (RFC 6749 section 4.1.2).
Error punish_replay(Transaction& transaction, const SignInFlow& flow) {
  end_session(transaction, flow.session_id, "code replayed");
  write_audit(transaction, "code_replayed", "", flow.session_id, flow.provider);
  return flow_not_found();
}

Outcome redeem(Transaction& transaction, const Gotrue& gotrue, const Redemption& redemption) {
  count_token_request(transaction, gotrue, redemption.address);
  const auto flow = find_flow_by_code(
      transaction, code_hmac(gotrue.backend.secrets, "sign-in code", redemption.code));
  if (!flow) return flow_not_found();
  const bool proved = answers_challenge(redemption.verifier, flow->challenge);
  if (flow->state == "redeemed")
    return proved ? punish_replay(transaction, *flow) : flow_not_found();
  if (flow->state != "answered") return flow_not_found();
  if (flow->expires_ms <= transaction.now_ms()) {
    return Error(422, "flow_state_expired", "invalid flow state, flow state has expired");
  }
  if (!proved) {
    return Error(400, "bad_code_verifier",
                 "code challenge does not match previously saved code verifier");
  }
  return begin_flow_session(transaction, gotrue, *flow, "answered");
}

}  // namespace

asio::awaitable<Response> grant_code(Gotrue& gotrue, Request request) {
  const Redemption redemption = read_redemption(request);
  auto work = [&gotrue, redemption](Transaction& transaction) {
    return redeem(transaction, gotrue, redemption);
  };
  const Outcome outcome = co_await gotrue.database.run(std::move(work));
  if (const auto* error = std::get_if<Error>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::gotrue
