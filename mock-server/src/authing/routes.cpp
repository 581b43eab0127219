// The routes of the Authing document.
#include "authing/authing.h"
#include "authing/error_shapes.h"
#include "surfaces/surface_routes.h"

namespace hufu::mock {

void register_authing_routes(Router& router, ServerContext& context) {
  SurfaceRoutes legacy(router, context.backend, authing::legacy_error);
  legacy.tell_errors_below("/connections/");
  legacy.tell_errors_below("/api/v2/");
  const std::string wechat = "/connections/social/wechat-miniprogram";
  legacy.add("POST", (wechat + "/auth").c_str(), authing::sign_in_with_code);
  legacy.add("POST", (wechat + "/auth-by-phone").c_str(), authing::sign_in_with_phone);
  legacy.add("POST", (wechat + "/getphone").c_str(), authing::read_phone);
  legacy.add("GET", "/api/v2/logout", authing::sign_out);

  SurfaceRoutes graphql(router, context.backend, authing::graphql_error);
  graphql.tell_errors_below("/graphql/");
  graphql.add("POST", "/graphql/v2", authing::answer_query);

  SurfaceRoutes v3(router, context.backend, authing::v3_error);
  v3.tell_errors_below("/api/v3/");
  v3.add("POST", "/api/v3/signin-by-mobile", authing::sign_in_by_mobile);
  v3.add("GET", "/api/v3/get-profile", authing::show_profile);
  v3.add("POST", "/api/v3/update-profile", authing::change_profile);

  SurfaceRoutes oidc(router, context.backend, authing::oidc_error);
  oidc.tell_errors_below("/oidc/");
  oidc.add("POST", "/oidc/token", authing::refresh_tokens);
  oidc.add("POST", "/oidc/token/revocation", authing::revoke_token);
  oidc.add("GET", "/oidc/.well-known/jwks.json", authing::show_keys);
  oidc.add("GET", "/oidc/.well-known/openid-configuration", authing::show_configuration);
}

}  // namespace hufu::mock
