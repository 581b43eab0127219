// WeChat people at the apps of one Open Platform account.
#include "people/wechat_union.h"

#include <algorithm>

#include "people/rotation.h"
#include "store/audit.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {
namespace {

std::optional<Identity> find_known(Transaction& transaction, const NewIdentity& wanted) {
  return find_identity_by_subject(transaction, wanted.provider, wanted.app_id, wanted.subject);
}

bool can_join(Transaction& transaction, const Config& config, const Identity& other,
              const NewIdentity& wanted) {
  const bool is_wechat = other.provider == "wechat" || other.provider == "wechat_qr";
  const std::optional<User> user = find_user(transaction, other.user_id);
  return is_wechat && user && user->state == "active" &&
         !has_provider(transaction, other.user_id, wanted.provider) &&
         !is_cooling_down(transaction, config, wanted, other.user_id);
}

bool is_banned(Transaction& transaction, const Identity& identity) {
  const std::optional<User> user = find_user(transaction, identity.user_id);
  return user && user->state == "banned";
}

std::optional<Identity> join_by_unionid(Transaction& transaction, const Config& config,
                                        const NewIdentity& wanted) {
  if (wanted.unionid.empty()) return std::nullopt;
  for (const Identity& other : identities_by_unionid(transaction, wanted.unionid)) {
    if (!can_join(transaction, config, other, wanted)) continue;
    const auto joined = add_identity(transaction, other.user_id, wanted);
    if (!joined) continue;
    renew_sessions_of(transaction, other.user_id);
    write_audit(transaction, "joined_by_unionid", other.user_id, joined->id, wanted.provider);
    return joined;
  }
  return std::nullopt;
}

}  // namespace

bool is_banned_person(Transaction& transaction, const NewIdentity& wanted) {
  if (const auto known = find_known(transaction, wanted)) return is_banned(transaction, *known);
  return std::ranges::any_of(
      identities_by_unionid(transaction, wanted.unionid),
      [&](const Identity& identity) { return is_banned(transaction, identity); });
}

FoundIdentity find_or_join_identity(Transaction& transaction, const Config& config,
                                    const NewIdentity& wanted) {
  if (const auto known = find_known(transaction, wanted)) return {*known, false};
  if (const auto joined = join_by_unionid(transaction, config, wanted)) return {*joined, false};
  return find_or_create_identity(transaction, wanted);
}

bool has_provider(Transaction& transaction, const std::string& user_id,
                  const std::string& provider) {
  return std::ranges::any_of(identities_of(transaction, user_id), [&](const Identity& identity) {
    return identity.provider == provider;
  });
}

bool is_cooling_down(Transaction& transaction, const Config& config, const NewIdentity& wanted,
                     const std::string& user_id) {
  Identity identity;
  identity.provider = wanted.provider;
  identity.app_id = wanted.app_id;
  identity.subject = wanted.subject;
  const auto released_ms = released_by_another_ms(transaction, identity, user_id);
  return released_ms &&
         transaction.now_ms() - *released_ms < config.relink_cool_down.count() * 1000;
}

void renew_sessions_of(Transaction& transaction, const std::string& user_id) {
  for (const std::string& id : live_sessions_of_user(transaction, user_id)) {
    Session session = find_session(transaction, id).value();
    skip_generation(session, transaction.now_ms());
    save_session(transaction, session);
  }
}

}  // namespace hufu::mock
