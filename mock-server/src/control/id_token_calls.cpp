// An ID token as Google's or Apple's button gives it to an application.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "crypto/random.h"
#include "gotrue/id_tokens.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "jose/token.h"
#include "people/backend.h"

namespace hufu::mock::control {
namespace {

using json = nlohmann::json;

gotrue::IdIssuer wished_issuer(const JsonBody& wish) {
  const auto issuer = gotrue::find_id_issuer(wish.text_or("provider", "google"));
  if (issuer && *issuer->client_id != '\0') return *issuer;
  throw invalid_request("\"provider\" has to be google or apple.");
}

json id_token_claims(const JsonBody& wish, const gotrue::IdIssuer& issuer, WallMs now_ms) {
  const std::int64_t now_s = now_ms / 1000;
  json claims = {{"iss", issuer.issuer},
                 {"aud", wish.text_or("clientId", issuer.client_id)},
                 {"sub", wish.text_or("subject", random_hex(10))},
                 {"iat", now_s},
                 {"exp", now_s + wish.number_or("expiresIn", -86400, 86400, 3600)}};
  for (const char* name : {"email", "name", "picture"}) {
    if (const auto text = wish.optional_text(name)) claims[name] = *text;
  }
  if (claims.contains("email")) claims["email_verified"] = wish.flag_or("emailVerified", true);
  if (const auto nonce = wish.optional_text("nonce")) claims["nonce"] = gotrue::shown_nonce(*nonce);
  if (const auto token = wish.optional_text("accessToken"))
    claims["at_hash"] = gotrue::shown_access_token(*token);
  return claims;
}

}  // namespace

Response make_id_token(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  wish.allow_only({"provider", "clientId", "subject", "expiresIn", "email", "emailVerified", "name",
                   "picture", "nonce", "accessToken"});
  const gotrue::IdIssuer issuer = wished_issuer(wish);
  const json claims = id_token_claims(wish, issuer, control.context.clock.now_ms());
  const jose::KeyPointer key = gotrue::id_token_key(control.context.backend->secrets);
  return json_response(201,
                       {{"idToken", jose::sign(json::object(), claims, *key)}, {"claims", claims}});
}

}  // namespace hufu::mock::control
