// says: the_name_is_no_argument_of_its_operation
// A name that its operation does not know would be dropped without a word.
#include "dialects/check.h"

namespace hufu::dialects {

#ifdef CONTROL
constexpr Route kRoutes[] = {{"sign_in_with_oauth", "GET", "/a?to={redirect_to}", Body::json,
                              "redirect_uri=redirect_to provider"}};
#else
constexpr Route kRoutes[] = {
    {"sign_in_with_password", "POST", "/a", Body::json, "email password redirect_uri=redirect_to"}};
#endif
constexpr Dialect kDialect{.name = "any", .routes = kRoutes, .grant = "access_token!"};
static_assert(check::a_dialect(kDialect));

}  // namespace hufu::dialects
