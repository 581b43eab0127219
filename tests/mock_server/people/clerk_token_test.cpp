// What passes for a Clerk session token and what does not (V8), and when Clerk's keys are asked
// for.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <sstream>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "jose/token.h"
#include "support/world.h"

using namespace hufu::mock::test;
using namespace hufu::mock::jose;
using hufu::mock::decode_base64url;
using hufu::mock::encode_base64url;
using hufu::mock::hmac_sha256;

namespace {

// The key that the fake signs with first: with it a test can sign what Clerk never would.
const KeyPointer& clerk_key() {
  static const KeyPointer key = [] {
    std::ifstream file(std::string(MOCK_SERVER_FOLDER) + "/test-keys/clerk.jwks.json");
    std::ostringstream text;
    text << file.rdbuf();
    return Key::from_jwk(Json::parse(text.str())["keys"][0].dump());
  }();
  return key;
}

Json claims_of(const std::string& token) {
  const std::size_t first = token.find('.') + 1;
  return Json::parse(decode_base64url(token.substr(first, token.rfind('.') - first)).value());
}

int status_of(World& world, const std::string& token) {
  return world.call_as({"web", token, "", ""}, "GET", "/api/user/profile").status;
}

std::size_t key_requests(World& world) {
  return world.control("GET", "requests?route=GET%20/clerk/.well-known/jwks.json")["requests"]
      .size();
}

}  // namespace

TEST_CASE("Clerk tokens signed right and meant for something else are refused", "[clerk][V8]") {
  World world;
  const Json genuine = claims_of(world.clerk_token(world.add_clerk_user()));
  const auto with = [&](const Json& header, const Json& changes) {
    Json claims = genuine;
    claims.merge_patch(changes);
    return status_of(world, sign(header, claims, *clerk_key()));
  };
  REQUIRE(with(Json::object(), Json::object()) == 200);
  CHECK(with({{"typ", "at+jwt"}}, Json::object()) == 401);
  CHECK(with({{"typ", "client+jwt"}}, Json::object()) == 401);
  CHECK(with(Json::object(), {{"iss", world.url() + "/clerk/"}}) == 401);
  CHECK(with(Json::object(), {{"iss", nullptr}}) == 401);
  CHECK(with(Json::object(), {{"exp", nullptr}}) == 401);
  CHECK(with(Json::object(), {{"sub", ""}}) == 401);
  CHECK(with(Json::object(), {{"sub", 7}}) == 401);
  // Made from a template for another service: a session token has no audience.
  CHECK(with(Json::object(), {{"aud", "https://another.example"}}) == 401);
  CHECK(with(Json::object(), {{"aud", Json::array({"a", "b"})}}) == 401);
  for (const char* name : {"jwk", "jku", "x5u", "x5c", "crit", "b64"}) {
    INFO(name);
    CHECK(with({{name, "https://evil.example/"}}, Json::object()) == 401);
  }
}

TEST_CASE("an audience that the settings name is taken", "[clerk]") {
  hufu::mock::MockConfig config;
  config.clerk_audiences = {"https://api.example"};
  World world(config);
  const std::string user = world.add_clerk_user();
  const auto with = [&](const Json& audience) {
    return status_of(world, world.clerk_token(user, {{"claims", {{"aud", audience}}}}));
  };
  CHECK(with("https://api.example") == 200);
  CHECK(with(Json::array({"https://other.example", "https://api.example"})) == 200);
  CHECK(with("https://other.example") == 401);
  CHECK(status_of(world, world.clerk_token(user)) == 200);
}

TEST_CASE("Clerk tokens signed by somebody else are refused", "[clerk][V8]") {
  World world;
  const Json genuine = claims_of(world.clerk_token(world.add_clerk_user()));
  const std::string kid = clerk_key()->kid();
  REQUIRE(status_of(world, sign(Json::object(), genuine, *clerk_key())) == 200);
  const auto unsigned_with = [&](const Json& header) {
    return encode_base64url(header.dump()) + "." + encode_base64url(genuine.dump()) + ".";
  };
  for (const char* none : {"none", "None", "NONE", ""}) {
    CHECK(status_of(world, unsigned_with({{"alg", none}, {"typ", "JWT"}, {"kid", kid}})) == 401);
  }
  // RS256 read as HS256: the public key as the secret, in all the forms it is known in.
  const Json jwk = Json::parse(clerk_key()->public_jwk());
  std::string input = unsigned_with({{"alg", "HS256"}, {"typ", "JWT"}, {"kid", kid}});
  input.pop_back();
  for (const std::string& secret : {clerk_key()->public_jwk(), jwk["n"].get<std::string>(),
                                    decode_base64url(jwk["n"].get<std::string>()).value(),
                                    world.call("GET", "/clerk/.well-known/jwks.json", {}).text}) {
    CHECK(status_of(world, input + "." + encode_base64url(hmac_sha256(secret, input))) == 401);
  }
  // A key of the attacker's, under the right name and sent along.
  const KeyPointer attacker = Key::new_es256(kid);
  CHECK(status_of(world, sign(Json::object(), genuine, *attacker)) == 401);
  CHECK(status_of(world,
                  sign({{"jwk", Json::parse(attacker->public_jwk())}}, genuine, *attacker)) == 401);
}

TEST_CASE("a token of ten megabytes is refused unread", "[clerk][V8]") {
  World world;
  const std::string token =
      world.clerk_token(world.add_clerk_user()) + std::string(10'000'000, 'a');
  const std::string answer = HttpCaller(world.port())
                                 .send_raw(
                                     "GET /api/user/profile HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                     "X-Platform: web\r\nAuthorization: Bearer " +
                                     token + "\r\n\r\n");
  // Refused while it is still being sent: whether the answer arrives is up to the network.
  CHECK((answer.empty() || answer.starts_with("HTTP/1.1 431 ")));
  CHECK(key_requests(world) == 0);
}

TEST_CASE("Clerk's keys are kept for five minutes", "[clerk]") {
  World world;
  const std::string user = world.add_clerk_user();
  for (int round = 0; round < 5; ++round)
    CHECK(status_of(world, world.clerk_token(user)) == 200);
  CHECK(key_requests(world) == 1);
  world.advance_ms(5 * 60 * 1000);
  CHECK(status_of(world, world.clerk_token(user)) == 200);
  CHECK(key_requests(world) == 2);
}

TEST_CASE("a key that Clerk withdrew is refused when the kept ones are old", "[clerk]") {
  World world;
  const std::string user = world.add_clerk_user();
  const std::string early = world.clerk_token(user, {{"expiresIn", 3600}});
  CHECK(status_of(world, early) == 200);
  world.control("POST", "clerk/keys/rotate", {{"keepOld", false}});
  CHECK(status_of(world, early) == 200);
  world.advance_ms(5 * 60 * 1000);
  CHECK(status_of(world, early) == 401);
  CHECK(status_of(world, world.clerk_token(user)) == 200);
}

TEST_CASE("while Clerk is away the kept keys serve on for an hour", "[clerk][V6]") {
  World world;
  const std::string user = world.add_clerk_user();
  const std::string token = world.clerk_token(user, {{"expiresIn", 7200}});
  CHECK(status_of(world, token) == 200);
  world.add_fault(
      {{"route", "GET /clerk/.well-known/jwks.json"}, {"status", 500}, {"times", nullptr}});
  world.advance_ms(10 * 60 * 1000);
  CHECK(status_of(world, token) == 200);
  const std::size_t asked = key_requests(world);
  CHECK(status_of(world, token) == 200);
  CHECK(key_requests(world) == asked);  // not for every request anew
  world.advance_ms(61 * 60 * 1000);
  CHECK(status_of(world, token) == 503);
}
