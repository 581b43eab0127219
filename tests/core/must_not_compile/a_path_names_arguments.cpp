// says: the_name_is_no_argument_of_its_operation
// An argument of the address has to be one of the operation, too.
#include "dialects/check.h"

namespace hufu::dialects {

#ifdef CONTROL
constexpr Route kRoutes[] = {{"sign_in_with_oauth", "GET", "/a?to={redirect_to}", Body::json,
                              "redirect_uri=redirect_to provider"}};
#else
constexpr Route kRoutes[] = {{"deny_device", "POST", "/a/{binding_id}", Body::none}};
#endif
constexpr Dialect kDialect{.name = "any", .routes = kRoutes, .grant = "access_token!"};
static_assert(check::a_dialect(kDialect));

}  // namespace hufu::dialects
