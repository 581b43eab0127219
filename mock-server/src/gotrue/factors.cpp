// What the stories of second factors share.
#include "gotrue/factors.h"

#include <nlohmann/json.hpp>

#include "gotrue/errors.h"
#include "gotrue/ids.h"
#include "gotrue/times.h"
#include "store/identities.h"

namespace hufu::mock::gotrue {

using Json = nlohmann::json;

Json factor_json(const Factor& factor) {
  Json entry = {{"id", factor.id},
                {"created_at", iso_time(factor.created_ms)},
                {"updated_at", iso_time(factor.updated_ms)},
                {"status", factor.status},
                {"factor_type", "totp"},
                {"phone", ""}};
  if (!factor.friendly_name.empty()) entry["friendly_name"] = factor.friendly_name;
  entry["last_challenged_at"] =
      factor.challenged_ms == 0 ? Json() : Json(iso_time(factor.challenged_ms));
  return entry;
}

std::string place_of(const std::string& factor_id) { return "factor " + factor_id; }

Caller find_factor_caller(Transaction& transaction, const Gotrue& gotrue,
                          const std::string& token) {
  Caller caller = find_caller(transaction, gotrue, token);
  if (identities_of(transaction, caller.user.id).empty()) {
    throw Error(403, "no_authorization", "Anonymous user not allowed to perform these actions");
  }
  return caller;
}

Factor require_factor(Transaction& transaction, const std::string& user_id, const std::string& id) {
  if (!is_uuid(id)) throw Error(404, "validation_failed", "factor_id must be an UUID");
  const std::optional<Factor> factor = find_factor(transaction, user_id, id);
  if (!factor) throw Error(404, "mfa_factor_not_found", "Factor not found");
  return *factor;
}

}  // namespace hufu::mock::gotrue
