// Joining two users inside one transaction.
#include "people/linking.h"

#include <algorithm>

#include "people/profile_rules.h"
#include "people/rotation.h"
#include "people/webhook.h"
#include "store/audit.h"
#include "store/device_grants.h"
#include "store/factors.h"
#include "store/merges.h"

namespace hufu::mock {
namespace {

bool has_provider(const std::vector<Identity>& identities, const std::string& provider) {
  return std::ranges::any_of(
      identities, [&](const Identity& identity) { return identity.provider == provider; });
}

bool shares_a_provider(const std::vector<Identity>& left, const std::vector<Identity>& right) {
  return std::ranges::any_of(
      left, [&](const Identity& identity) { return has_provider(right, identity.provider); });
}

bool is_cooling_down(Transaction& transaction, const Config& config, const Identity& identity,
                     const std::string& new_owner) {
  const auto released_ms = released_by_another_ms(transaction, identity, new_owner);
  return released_ms &&
         transaction.now_ms() - *released_ms < config.relink_cool_down.count() * 1000;
}

// What the survivor lacks it takes over; what it has stays.
void fill_from(User& survivor, const User& absorbed) {
  if (is_unnamed(survivor) && !absorbed.nickname.empty()) {
    survivor.nickname = absorbed.nickname;
    survivor.nickname_set_here = absorbed.nickname_set_here;
  }
  if (survivor.avatar_url.empty()) {
    survivor.avatar_url = absorbed.avatar_url;
    survivor.avatar_set_here = absorbed.avatar_set_here;
  }
  if (survivor.email.empty()) survivor.email = absorbed.email;
  if (survivor.phone.empty()) survivor.phone = absorbed.phone;
  survivor.has_data = survivor.has_data || absorbed.has_data;
  survivor.app_has_data = survivor.app_has_data || absorbed.app_has_data;
}

// All of them, also by way of others: applications look things up by any.
void absorb_ids(Transaction& transaction, User survivor, const User& absorbed) {
  const std::vector<std::string> more = ids_of(absorbed);
  survivor.absorbed_ids.insert(survivor.absorbed_ids.end(), more.begin(), more.end());
  save_absorbed_ids(transaction, survivor.id, survivor.absorbed_ids);
}

// The session goes on under the survivor; its client learns that by its next refresh.
void carry_over(Transaction& transaction, const std::string& session_id,
                const std::string& survivor_id) {
  std::optional<Session> session = find_session(transaction, session_id);
  if (!session || session->ended()) return;
  session->user_id = survivor_id;
  skip_generation(*session, transaction.now_ms());
  save_session(transaction, *session);
}

bool move_identities(Transaction& transaction, const std::vector<Identity>& identities,
                     const std::string& survivor_id) {
  return std::ranges::all_of(identities, [&](const Identity& identity) {
    return move_identity(transaction, identity, survivor_id);
  });
}

std::vector<std::string> identity_ids(const std::vector<Identity>& identities) {
  std::vector<std::string> ids;
  for (const Identity& identity : identities)
    ids.push_back(identity.id);
  return ids;
}

}  // namespace

std::string half_of(const Identity& identity) {
  return identity.provider == "wechat" ? "wechat" : "web";
}

Obstacle find_obstacle(Transaction& transaction, const Config& config, const Binding& binding,
                       const Identity& redeemer) {
  if (redeemer.user_id == binding.issuer_user_id) return Obstacle::already_linked;
  const std::vector<Identity> issuers = identities_of(transaction, binding.issuer_user_id);
  const std::vector<Identity> redeemers = identities_of(transaction, redeemer.user_id);
  const bool is_merge = binding.purpose == "merge";
  if (is_merge ? shares_a_provider(issuers, redeemers) : has_provider(issuers, redeemer.provider))
    return Obstacle::provider_taken;
  const std::optional<User> user = find_user(transaction, redeemer.user_id);
  const bool is_shell = user && !user->has_data && !user->app_has_data && redeemers.size() == 1;
  if (!is_shell && !is_merge) return Obstacle::belongs_to_another;
  const std::optional<User> issuer = find_user(transaction, binding.issuer_user_id);
  if (user && issuer && ids_of(*user).size() + ids_of(*issuer).size() > kMostIds)
    return Obstacle::too_many;
  if (is_cooling_down(transaction, config, redeemer, binding.issuer_user_id))
    return Obstacle::cooling_down;
  return Obstacle::none;
}

HttpError error_for(Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::provider_taken:
      return HttpError(409, "provider_already_linked",
                       "That account already has a sign-in of this kind. Remove it there first.");
    case Obstacle::cooling_down:
      return HttpError(409, "identity_cooling_down",
                       "This sign-in left another account a short while ago. Try again tomorrow.");
    case Obstacle::too_many:
      return HttpError(409, "too_many_merges",
                       "These accounts have been joined with others too often to be joined again.");
    case Obstacle::none:
    case Obstacle::already_linked:
    case Obstacle::belongs_to_another: break;
  }
  return HttpError(422, "identity_already_exists",
                   "This sign-in belongs to another account that has data of its own.");
}

bool join_users(Transaction& transaction, const Config& config, const Binding& binding,
                const Identity& redeemer) {
  const bool redeemer_survives = binding.survivor == "redeemer";
  const std::string& survivor_id = redeemer_survives ? redeemer.user_id : binding.issuer_user_id;
  const std::string& absorbed_id = redeemer_survives ? binding.issuer_user_id : redeemer.user_id;
  std::optional<User> survivor = find_user(transaction, survivor_id);
  std::optional<User> absorbed = find_user(transaction, absorbed_id);
  if (!survivor || !absorbed || survivor->state != "active" || absorbed->state != "active")
    return false;
  // Whoever is in one account without its second factor would have it by one of their own.
  if (has_verified_factor(transaction, survivor_id) &&
      has_verified_factor(transaction, absorbed_id))
    return false;
  // Of these nobody has shown that they are the owner's.
  for (const std::string& id : {survivor_id, absorbed_id})
    delete_unverified_factors(transaction, id);

  const std::vector<Identity> moving = identities_of(transaction, absorbed_id);
  if (!move_identities(transaction, moving, survivor_id)) return false;
  fill_from(*survivor, *absorbed);
  save_user(transaction, *survivor);
  absorbed->state = "tombstone";
  absorbed->merged_into = survivor_id;
  save_user(transaction, *absorbed);
  absorb_ids(transaction, *survivor, *absorbed);
  move_factors(transaction, absorbed_id, survivor_id);
  record_merge(transaction, survivor_id, absorbed_id, identity_ids(moving));
  tell_of_merge(transaction, config.webhook, survivor_id, absorbed_id);

  carry_over(transaction, binding.issuer_session_id, survivor_id);
  carry_over(transaction, binding.redeemer_session_id, survivor_id);
  end_sessions_of_user(transaction, absorbed_id, "", "absorbed");
  deny_device_grants_of_user(transaction, absorbed_id);
  // Other ceremonies that this one has decided are left open: their confirmation hears why it
  // cannot be (B11).
  end_bindings_issued_by(transaction, absorbed_id);
  write_audit(transaction, binding.purpose == "merge" ? "merged" : "absorbed", survivor_id,
              absorbed_id, binding.id);
  return true;
}

}  // namespace hufu::mock
