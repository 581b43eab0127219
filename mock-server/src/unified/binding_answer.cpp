// What each side of a binding may see of it and of the other side.
#include "unified/binding_answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "people/linking.h"
#include "people/profile_rules.h"
#include "people/scene.h"
#include "people/wechat_links.h"

namespace hufu::mock::unified {
namespace {

using Json = nlohmann::json;

constexpr int kWrongNumbersThatEnd = 3;

// A name from a request body could say anything ("Customer service"), so it never stands in a
// preview.
Json preview_of(const std::optional<Identity>& identity, const std::string& platform) {
  Json preview;
  preview["nickname"] = identity ? mask_name(identity->verified_name) : "";
  preview["email"] = identity ? mask_email(identity->verified_email) : "";
  preview["provider"] = identity ? identity->provider : "";
  preview["platform"] = platform;
  return preview;
}

std::optional<Identity> issuer_identity(Transaction& transaction, const Binding& binding) {
  for (const Identity& identity : identities_of(transaction, binding.issuer_user_id)) {
    if (identity.provider == binding.issuer_provider) return identity;
  }
  return std::nullopt;
}

}  // namespace

Role role_in(const Binding& binding, const Caller& caller) {
  if (caller.session_id == binding.issuer_session_id &&
      caller.identity.provider == binding.issuer_provider)
    return Role::issuer;
  if (caller.session_id == binding.redeemer_session_id) return Role::redeemer;
  return Role::none;
}

Role viewer_of(const Binding& binding, const Caller& caller) {
  const Role role = role_in(binding, caller);
  if (role != Role::none) return role;
  if (caller.identity.id == binding.redeemer_identity_id) return Role::redeemer;
  const bool same_half = caller.identity.provider == binding.issuer_provider;
  return same_half && caller.user.id == binding.issuer_user_id ? Role::issuer : Role::none;
}

Json preview_for(Transaction& transaction, const Binding& binding, Role viewer) {
  if (viewer == Role::issuer && binding.redeemer_identity_id.empty()) return nullptr;
  Json preview = viewer == Role::issuer
                     ? preview_of(find_identity(transaction, binding.redeemer_identity_id),
                                  binding.redeemer_platform)
                     : preview_of(issuer_identity(transaction, binding), binding.issuer_platform);
  if (viewer == Role::issuer) preview["place"] = binding.redeemer_place;
  preview["at"] = viewer == Role::issuer ? binding.redeemed_ms : binding.created_ms;
  preview["effect"] = binding.purpose;
  if (binding.purpose == "merge") preview["survivor"] = binding.survivor;
  return preview;
}

Json binding_json(Transaction& transaction, const Binding& binding, Role viewer) {
  Json answer;
  answer["bindingId"] = binding.id;
  answer["state"] = binding.state;
  answer["role"] = viewer == Role::issuer ? "issuer" : "redeemer";
  answer["preview"] = preview_for(transaction, binding, viewer);
  answer["expiresIn"] =
      binding.is_live() ? std::max<WallMs>(0, (binding.expires_ms - transaction.now_ms()) / 1000)
                        : 0;
  answer["interval"] = kPollSeconds;
  return answer;
}

std::string binding_link(const Backend& backend, const std::string& binding_id, int number) {
  const std::string secret = drawn_secret(backend.secrets, binding_id, number);
  return ordinary_link(backend.config, scene_text(SceneKind::binding, secret));
}

HttpError binding_not_found() {
  return HttpError(404, "binding_not_found", "There is no such binding for this account.");
}

HttpError error_for_state(const Binding& binding) {
  if (binding.state == "expired")
    return HttpError(409, "binding_expired",
                     "This binding took too long. Start again with a new code.");
  if (binding.state == "declined" && binding.wrong_numbers < kWrongNumbersThatEnd) {
    return HttpError(409, "binding_declined", "This binding was declined.");
  }
  if (binding.is_live())
    return HttpError(409, "binding_not_accepted", "The other side has not taken its step yet.");
  return HttpError(409, "binding_ended", "This binding is over. Start again with a new code.");
}

}  // namespace hufu::mock::unified
