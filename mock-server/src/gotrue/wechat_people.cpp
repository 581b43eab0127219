// WeChat people as users of this surface.
#include "gotrue/wechat_people.h"

#include "gotrue/errors.h"
#include "people/profile_rules.h"
#include "people/wechat_union.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

NewIdentity wanted_identity(const WechatWho& who) {
  NewIdentity wanted;
  wanted.provider = who.provider;
  wanted.app_id = who.app_id;
  wanted.subject = who.openid;
  wanted.unionid = who.unionid;
  wanted.nickname = kUnnamedWechatUser;
  if (who.provider == "wechat") wanted.registration_source = "miniapp";
  return wanted;
}

std::optional<Identity> find_identity_of(Transaction& transaction, const WechatWho& who) {
  return find_identity_by_subject(transaction, who.provider, who.app_id, who.openid);
}

// Name and picture that WeChat vouches for.
void take_profile(Transaction& transaction, const Config& config, Identity& identity,
                  const WechatWho& who) {
  if (!who.unionid.empty()) identity.unionid = who.unionid;
  if (is_wechat_name(who.nickname)) identity.verified_name = who.nickname;
  save_identity(transaction, identity);
  User user = find_user(transaction, identity.user_id).value();
  take_wechat_profile(user, config, {who.nickname, who.avatar_url, 0});
  save_user(transaction, user);
}

Error already_exists(const char* message) { return Error(422, "identity_already_exists", message); }

}  // namespace

WechatWho mini_program_person(const Gotrue& gotrue, const WechatPerson& person) {
  return {"wechat", gotrue.config.wechat_app_id, person.openid, person.unionid, "", ""};
}

WechatWho website_person(const Gotrue& gotrue, const SignInFlow& flow) {
  return {flow.provider, gotrue.config.wechat_website_app_id,
          flow.subject,  flow.unionid,
          flow.nickname, flow.avatar_url};
}

void require_not_banned(Transaction& transaction, const WechatWho& who) {
  const bool banned = is_banned_person(transaction, wanted_identity(who));
  if (banned) throw Error(403, "user_banned", "User is banned");
}

FoundIdentity find_or_create_wechat_identity(Transaction& transaction, const Gotrue& gotrue,
                                             const WechatWho& who) {
  require_not_banned(transaction, who);
  FoundIdentity found = find_or_join_identity(transaction, gotrue.config, wanted_identity(who));
  if (found.is_new && !gotrue.oddities().admits_new_people) throw sign_ups_disabled();
  take_profile(transaction, gotrue.config, found.identity, who);
  return found;
}

void require_linkable(Transaction& transaction, const Gotrue& gotrue, const std::string& user_id,
                      const WechatWho& who) {
  const std::optional<Identity> known = find_identity_of(transaction, who);
  if (known && known->user_id == user_id) return;
  if (known) throw already_exists("Identity is already linked to another user");
  if (has_provider(transaction, user_id, who.provider))
    throw already_exists("This account has another identity of this provider; unlink it first");
  if (is_cooling_down(transaction, gotrue.config, wanted_identity(who), user_id))
    throw already_exists("Identity left another user a short while ago; try again tomorrow");
}

Identity link_wechat_identity(Transaction& transaction, const Gotrue& gotrue,
                              const std::string& user_id, const WechatWho& who) {
  lock_users(transaction, user_id, user_id);
  require_linkable(transaction, gotrue, user_id, who);
  std::optional<Identity> identity = find_identity_of(transaction, who);
  if (!identity) {
    identity = add_identity(transaction, user_id, wanted_identity(who));
    if (!identity) throw already_exists("Identity is already linked to another user");
    renew_sessions_of(transaction, user_id);
    write_audit(transaction, "linked", user_id, identity->id, who.provider);
  }
  take_profile(transaction, gotrue.config, *identity, who);
  return *identity;
}

}  // namespace hufu::mock::gotrue
