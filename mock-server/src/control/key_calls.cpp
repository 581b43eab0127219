// GET /_control/gotrue/keys: what a project's dashboard shows to whoever builds its pages and
// servers.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "gotrue/keys.h"
#include "people/backend.h"

namespace hufu::mock::control {

Response show_api_keys(Control& control, const Request&) {
  const ServerContext& context = control.context;
  const gotrue::Keys keys = gotrue::make_keys(context.backend->secrets, context.config);
  const WallMs now_ms = context.clock.now_ms();
  return json_response(200, {{"anonKey", gotrue::make_api_key(keys, "anon", now_ms)},
                             {"serviceRoleKey", gotrue::make_api_key(keys, "service_role", now_ms)},
                             {"jwtSecret", keys.secret}});
}

}  // namespace hufu::mock::control
