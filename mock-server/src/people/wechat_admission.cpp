// Who WeChat names becomes a user with a session.
#include "people/wechat_admission.h"

#include "people/caller.h"
#include "people/profile_rules.h"
#include "people/wechat_union.h"
#include "store/audit.h"
#include "store/holders.h"

namespace hufu::mock {
namespace {

void keep_unionid(Transaction& transaction, Identity& identity, const WechatPerson& person,
                  const std::string& verified_name) {
  if (identity.unionid == person.unionid &&
      (verified_name.empty() || verified_name == identity.verified_name))
    return;
  if (!person.unionid.empty()) identity.unionid = person.unionid;
  if (!verified_name.empty()) identity.verified_name = verified_name;
  save_identity(transaction, identity);
}

// Another of their apps may know them.
FoundIdentity admit_unknown(Transaction& transaction, const Config& config,
                            const Oddities& oddities, const NewIdentity& wanted) {
  if (is_banned_person(transaction, wanted)) throw user_banned();
  const FoundIdentity found = find_or_join_identity(transaction, config, wanted);
  if (found.is_new && !oddities.admits_new_people) throw user_not_found();
  return found;
}

void fill_profile(Transaction& transaction, const Config& config, User& user,
                  const WechatVisit& visit, const OpenDataProfile& told) {
  const User before = user;
  take_wechat_profile(user, config, {told.nickname, told.avatar_url, told.gender});
  if (is_unnamed(user) && is_acceptable_nickname(visit.hinted_nickname))
    user.nickname = visit.hinted_nickname;
  if (user.avatar_url.empty() && is_acceptable_avatar(config, visit.hinted_avatar))
    user.avatar_url = visit.hinted_avatar;
  const bool changed = user.nickname != before.nickname || user.avatar_url != before.avatar_url ||
                       user.gender != before.gender;
  if (changed) save_user(transaction, user);
}

}  // namespace

NewIdentity wechat_identity(const Config& config, const WechatPerson& person) {
  NewIdentity wanted;
  wanted.provider = "wechat";
  wanted.app_id = config.wechat_app_id;
  wanted.subject = person.openid;
  wanted.unionid = person.unionid;
  wanted.nickname = kUnnamedWechatUser;
  wanted.registration_source = "miniapp";
  return wanted;
}

Admission admit_wechat_person(Transaction& transaction, const Config& config,
                              const Oddities& oddities, const WechatVisit& visit) {
  const NewIdentity wanted = wechat_identity(config, visit.person);
  std::optional<Person> person = find_person(transaction, wanted);
  Admission admission;
  admission.now_ms = transaction.now_ms();
  const OpenDataProfile told =
      read_open_data(visit.open_data, visit.person, config.wechat_app_id, admission.now_ms);
  if (!person) {
    const FoundIdentity found = admit_unknown(transaction, config, oddities, wanted);
    admission.is_new = found.is_new;
    person = find_person(transaction, wanted).value();
  }
  require_active(person->user);
  admission.user = person->user;
  admission.identity = person->identity;
  keep_unionid(transaction, admission.identity, visit.person,
               is_wechat_name(told.nickname) ? told.nickname : "");
  fill_profile(transaction, config, admission.user, visit, told);
  admission.session =
      create_session(transaction, admission.user.id, admission.identity.id, visit.platform);
  write_audit(transaction, "signed_in", admission.user.id, admission.session.id,
              visit.surface + (admission.is_new ? ", new" : ""));
  return admission;
}

}  // namespace hufu::mock
