// When a person proved who they are, and what else an issuer's tokens have to say.
#include "kinds_of_claims.h"

#include <algorithm>
#include <array>

#include "claims.h"

namespace hufu::server {
namespace {

using Json = nlohmann::json;

constexpr double kSecondsPerMinute = 60;
// The anon key and the service's key are signed by the same secret as people's tokens.
constexpr std::array<std::string_view, 3> kRolesOfKeys{"anon", "service_role", "supabase_admin"};

}  // namespace

std::string_view no_fault(const Json& /*claims*/) { return {}; }

std::string_view clerk_fault(const Json& claims) {
  const std::string* subject = text_member(claims, "sub");
  // A machine (`mch_…`) is no person.
  if (subject != nullptr && subject->starts_with("mch_")) return "sub";
  const std::string* status = text_member(claims, "sts");
  // Signed in, but a second factor or the choice of an organisation is still to come.
  return status != nullptr && *status == "pending" ? "sts" : std::string_view();
}

std::string_view unified_fault(const Json& claims) {
  const std::string* platform = text_member(claims, "platform");
  if (platform == nullptr || !platform_called(*platform)) return "platform";
  const Json* ids = member(claims, "ids");
  const auto is_id = [](const Json& id) {
    return id.is_string() && !id.get_ref<const std::string&>().empty();
  };
  const bool are_ids = ids == nullptr || (ids->is_array() && std::ranges::all_of(*ids, is_id));
  return are_ids ? std::string_view() : "ids";
}

std::string_view gotrue_fault(const Json& claims) {
  const std::string* role = text_member(claims, "role");
  const bool is_person =
      role != nullptr && std::ranges::find(kRolesOfKeys, *role) == kRolesOfKeys.end();
  return is_person ? std::string_view() : "role";
}

std::optional<double> proved_never(const Json& /*claims*/) { return std::nullopt; }

std::optional<double> proved_at_auth_time(const Json& claims) {
  return number_of(member(claims, "auth_time"));
}

std::optional<double> proved_at_fva(const Json& claims) {
  const Json* fva = member(claims, "fva");
  if (fva == nullptr || !fva->is_array() || fva->empty()) return std::nullopt;
  const std::optional<double> minutes = number_of(&fva->front());
  const std::optional<double> issued = number_of(member(claims, "iat"));
  if (!minutes || *minutes < 0 || !issued) return std::nullopt;
  return *issued - *minutes * kSecondsPerMinute;
}

std::optional<double> proved_at_amr(const Json& claims) {
  const Json* amr = member(claims, "amr");
  if (amr == nullptr || !amr->is_array()) return std::nullopt;
  std::optional<double> last;
  for (const Json& entry : *amr) {
    const std::string* method = text_member(entry, "method");
    if (method != nullptr && *method == "token_refresh") continue;
    const std::optional<double> time = number_of(member(entry, "timestamp"));
    if (time && (!last || *time > *last)) last = time;
  }
  return last;
}

}  // namespace hufu::server
