// says: the_sign_means_nothing_there
// One set of signs: what fields.h calls optional is nothing that a mapping knows.
#include "dialects/check.h"

namespace hufu::dialects {

#ifdef CONTROL
constexpr Dialect kDialect{.name = "any", .routes = {}, .grant = "access_token! is_new_user=new&"};
#else
constexpr Dialect kDialect{.name = "any", .routes = {}, .grant = "access_token! is_new_user=new?"};
#endif
static_assert(check::a_dialect(kDialect));

}  // namespace hufu::dialects
