// What comes of a sign-in flow once its browser has shown that it is the one which began.
#include "gotrue/flow_session.h"

#include <nlohmann/json.hpp>

#include "gotrue/user_answer.h"
#include "gotrue/wechat_people.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

// A mail's link: whoever read the mail has the address.
Identity mailed_identity(Transaction& transaction, const SignInFlow& flow) {
  const auto identity = find_identity_by_subject(transaction, flow.provider, "", flow.subject);
  if (!identity) throw flow_not_found();
  return *identity;
}

Identity identity_for(Transaction& transaction, const Gotrue& gotrue, const SignInFlow& flow) {
  if (!flow.method.empty()) return mailed_identity(transaction, flow);
  const WechatWho who = website_person(gotrue, flow);
  if (flow.link_user_id.empty())
    return find_or_create_wechat_identity(transaction, gotrue, who).identity;
  const std::optional<Session> asking = find_session(transaction, flow.link_session_id);
  if (!asking || asking->ended() || asking->user_id != flow.link_user_id) throw flow_not_found();
  const Identity identity = link_wechat_identity(transaction, gotrue, flow.link_user_id, who);
  // The browser gets a new session for the account as it is now (B13).
  end_session(transaction, flow.link_session_id, "linked");
  return identity;
}

}  // namespace

Error flow_not_found() {
  return Error(404, "flow_state_not_found", "invalid flow state, no valid flow state found");
}

nlohmann::json begin_flow_session(Transaction& transaction, const Gotrue& gotrue, SignInFlow flow,
                                  const std::string& from) {
  const Identity identity = identity_for(transaction, gotrue, flow);
  const User user = find_user(transaction, identity.user_id).value();
  if (user.state == "banned") throw Error(403, "user_banned", "User is banned");
  const std::string method = flow.method.empty() ? "oauth" : flow.method;
  const Session session = create_session(transaction, user.id, identity.id, kPlatform, method);
  flow.session_id = session.id;
  flow.state = "redeemed";
  if (!advance_sign_in_flow(transaction, flow, from)) throw flow_not_found();
  write_audit(transaction, "signed_in", user.id, session.id, flow.provider);
  return session_json(transaction, gotrue, session, user);
}

}  // namespace hufu::mock::gotrue
