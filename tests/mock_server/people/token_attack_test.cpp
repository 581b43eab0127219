// Tokens that look right and are not (V8), and bearer fields that are not one bearer token.
#include <catch2/catch_test_macros.hpp>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "support/world.h"

using namespace hufu::mock::test;
using hufu::mock::decode_base64url;
using hufu::mock::encode_base64url;
using hufu::mock::hmac_sha256;

namespace {

struct Parts {
  Json header;
  Json claims;
  std::string signature;
};

Parts split(const std::string& token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  return {Json::parse(decode_base64url(token.substr(0, first)).value()),
          Json::parse(decode_base64url(token.substr(first + 1, second - first - 1)).value()),
          token.substr(second + 1)};
}

std::string join(const Parts& parts) {
  return encode_base64url(parts.header.dump()) + "." + encode_base64url(parts.claims.dump()) + "." +
         parts.signature;
}

std::string sign_with(Parts parts, const std::string& secret) {
  parts.header["alg"] = "HS256";
  parts.signature.clear();
  const std::string text = join(parts);
  return text + encode_base64url(hmac_sha256(secret, text.substr(0, text.size() - 1)));
}

hufu::mock::MockConfig with_secret() {
  hufu::mock::MockConfig config;
  config.jwt_secret = "a secret that the attacks know, to get past the signature";
  return config;
}

}  // namespace

TEST_CASE("forged access tokens are refused", "[token][V8]") {
  World world;
  const Client client = world.mini_program();
  const Parts genuine = split(client.token);
  const std::string public_keys = world.call("GET", "/.well-known/jwks.json", {}).text;
  const auto refused = [&](const std::string& token) {
    const Answer answer = world.call_as({"miniprogram", token, "", ""}, "GET", "/api/user/profile");
    return answer.status == 401 && answer.error() == "invalid_token";
  };
  CHECK(genuine.header["typ"] == "at+jwt");
  CHECK(genuine.header["alg"] == "ES256");

  Parts none = genuine;
  none.header["alg"] = "none";
  none.signature = "";
  CHECK(refused(join(none)));
  CHECK(refused(sign_with(genuine, public_keys)));
  CHECK(refused(sign_with(genuine, "")));
  for (const char* name : {"jwk", "jku", "x5u", "x5c", "crit", "b64"}) {
    Parts parts = genuine;
    parts.header[name] = "https://evil.example/";
    CHECK(refused(join(parts)));
  }
  Parts other_user = genuine;
  other_user.claims["sub"] = "somebody else";
  CHECK(refused(join(other_user)));
  CHECK(refused(client.token + "="));
  CHECK(refused(client.token.substr(0, client.token.size() - 4)));
  CHECK(refused("." + client.token));
}

TEST_CASE("rightly signed tokens of the wrong kind are refused", "[token][V8]") {
  World world(with_secret());
  const Client client = world.mini_program();
  const std::string secret = with_secret().jwt_secret;
  const Parts genuine = split(client.token);
  const auto status = [&](const Parts& parts) {
    return world
        .call_as({"miniprogram", sign_with(parts, secret), "", ""}, "GET", "/api/user/profile")
        .status;
  };
  REQUIRE(status(genuine) == 200);
  const auto with_claim = [&](const char* name, const Json& value) {
    Parts parts = genuine;
    if (value.is_null())
      parts.claims.erase(name);
    else
      parts.claims[name] = value;
    return status(parts);
  };
  const auto with_typ = [&](const Json& value) {
    Parts parts = genuine;
    parts.header["typ"] = value;
    return status(parts);
  };
  CHECK(with_typ("JWT") == 401);  // an ID token is no access token
  CHECK(with_typ("refresh+jwt") == 401);
  CHECK(with_claim("aud", "urn:another:api") == 401);
  CHECK(with_claim("aud", nullptr) == 401);
  CHECK(with_claim("iss", "urn:another:issuer") == 401);
  CHECK(with_claim("exp", nullptr) == 401);
  CHECK(with_claim("exp", genuine.claims["iat"]) == 401);
  CHECK(with_claim("exp", "tomorrow") == 401);
  CHECK(with_claim("sid", nullptr) == 401);
  CHECK(with_claim("sid", 7) == 401);
  CHECK(with_claim("platform", nullptr) == 401);
  CHECK(with_claim("platform", "web") == 401);
  CHECK(with_claim("gen", nullptr) == 401);
  CHECK(with_claim("sub", "00000000-0000-4000-8000-000000000000") == 401);
}

TEST_CASE("tokens for another issuer are refused", "[token][V8]") {
  World world;
  const std::string user = world.add_clerk_user();
  const auto status = [&](const Json& wish) {
    return world.call_as({"web", world.clerk_token(user, wish), "", ""}, "GET", "/api/user/profile")
        .status;
  };
  CHECK(status(Json::object()) == 200);
  CHECK(status({{"version", 1}}) == 200);
  CHECK(status({{"signedBy", "impostor"}}) == 401);
  CHECK(status({{"claims", {{"iss", "https://clerk.evil.example"}}}}) == 401);
  CHECK(status({{"claims", {{"sub", nullptr}}}}) == 401);
  CHECK(status({{"claims", {{"sts", "pending"}}}}) == 401);
  CHECK(status({{"expiresIn", -10}}) == 401);
  CHECK(status({{"expiresIn", -3}}) == 200);  // Clerk's own five seconds of skew
}

TEST_CASE("azp has to be an authorized party, when there is one and the list is set", "[token]") {
  hufu::mock::MockConfig config;
  config.authorized_parties = {"https://app.example"};
  World world(config);
  const std::string user = world.add_clerk_user();
  const auto status = [&](const Json& wish) {
    return world.call_as({"web", world.clerk_token(user, wish), "", ""}, "GET", "/api/user/profile")
        .status;
  };
  CHECK(status({{"azp", "https://app.example"}}) == 200);
  CHECK(status({{"azp", "https://evil.example"}}) == 401);
  CHECK(status(Json::object()) == 200);
}

TEST_CASE("the Authorization field is one bearer token", "[token]") {
  World world;
  const Client client = world.mini_program();
  const auto with = [&](const std::string& value) {
    return world
        .call("GET", "/api/user/profile", {{"X-Platform", "miniprogram"}, {"Authorization", value}})
        .status;
  };
  CHECK(with("Bearer " + client.token) == 200);
  CHECK(with("bEARER " + client.token) == 200);
  CHECK(with("Basic " + client.token) == 401);
  CHECK(with(client.token) == 401);
  CHECK(with("Bearer null") == 401);
  CHECK(with("Bearer " + client.token + " " + client.token) == 401);
  CHECK(with("Bearer " + client.token + ",x") == 401);
  CHECK(with("Bearer") == 401);
  CHECK(with("Bearer " + std::string(9000, 'a')) == 401);
  CHECK(with("Bearer " + std::string(30'000, 'a')) == 431);
  const Answer twice = world.call("GET", "/api/user/profile",
                                  {{"X-Platform", "miniprogram"},
                                   {"Authorization", "Bearer " + client.token},
                                   {"Authorization", "Bearer " + client.token}});
  CHECK(twice.status == 400);
  const Answer missing = world.call("GET", "/api/user/profile", {{"X-Platform", "miniprogram"}});
  CHECK(missing.status == 401);
  CHECK(missing.header("www-authenticate").starts_with("Bearer"));
}
