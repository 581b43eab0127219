// The routes of the Authing document: four families, each with its own way to say no.
#include "authing/authing.h"
#include "authing/error_shapes.h"
#include "surfaces/surface.h"

namespace hufu::mock::authing {

void register_routes(ServerContext& context, const MockConfig& config) {
  const auto authing = std::make_shared<Authing>(Authing{*context.backend, config});
  const auto add = [&](const char* prefix, ErrorShape shape,
                       std::initializer_list<Row<Authing>> rows) {
    add_surface<Authing>(context.router, {prefix, told_in(shape)}, authing, rows);
  };
  add("/connections", legacy_error,
      {{"POST", "/social/wechat-miniprogram/auth", sign_in_with_code},
       {"POST", "/social/wechat-miniprogram/auth-by-phone", sign_in_with_phone},
       {"POST", "/social/wechat-miniprogram/getphone", read_phone}});
  add("/api/v2", legacy_error, {{"GET", "/logout", sign_out}});
  add("/graphql", graphql_error, {{"POST", "/v2", answer_query}});
  add("/api/v3", v3_error,
      {{"POST", "/signin-by-mobile", sign_in_by_mobile},
       {"GET", "/get-profile", show_profile},
       {"POST", "/update-profile", change_profile}});
  add("/oidc", oidc_error,
      {{"POST", "/token", refresh_tokens},
       {"POST", "/token/revocation", revoke_token},
       {"GET", "/.well-known/jwks.json", show_keys},
       {"GET", "/.well-known/openid-configuration", show_configuration}});
}

}  // namespace hufu::mock::authing
