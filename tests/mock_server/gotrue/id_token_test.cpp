// ID tokens of Google and Apple.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/authenticator.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

void play_issuers(World& world) { world.control("PUT", "oddities", {{"idTokens", true}}); }

std::string id_token(World& world, const Json& wish = Json::object()) {
  return world.control("POST", "id-tokens", wish)["idToken"];
}

Answer grant(World& world, Json body, const GotrueClient& client = {}) {
  if (!body.contains("provider")) body["provider"] = "google";
  return gotrue_call(world, client, "POST", "/token?grant_type=id_token", body);
}

std::string refusal_of(const Answer& answer) {
  CHECK(answer.status == 400);
  return answer.json().value("error_description", "");
}

}  // namespace

TEST_CASE("a provider's ID token becomes a session of its own account", "[gotrue][id_token]") {
  World world;
  play_issuers(world);
  const Json ada = {{"subject", "1"}, {"email", "ada@example.com"}, {"name", "Ada"}};
  sign_up(world, "ada@example.com");
  const GotrueClient first = session_in(grant(world, {{"id_token", id_token(world, ada)}}));
  const GotrueClient second = session_in(grant(world, {{"id_token", id_token(world, ada)}}));
  CHECK(first.user_id == second.user_id);
  CHECK(claims_of(first)["amr"][0]["method"] == "oauth");
  const Json identity = user_of(world, first)["identities"][0];
  CHECK(identity["provider"] == "google");
  CHECK(identity["identity_data"]["email"] == "ada@example.com");
  CHECK(identity["identity_data"]["full_name"] == "Ada");
  // Whoever has the address here is not joined by it (B15), and another subject is another person.
  CHECK(user_of(world, session_in(sign_in(world, "ada@example.com")))["identities"].size() == 1);
  CHECK(session_in(grant(world, {{"id_token", id_token(world, {{"subject", "2"}})}})).user_id !=
        first.user_id);
}

TEST_CASE("ID tokens that are no good", "[gotrue][id_token]") {
  World world;
  play_issuers(world);
  const auto refused = [&](const Json& wish, Json more = Json::object()) {
    more["id_token"] = id_token(world, wish);
    return refusal_of(grant(world, more));
  };
  CHECK(refused({{"clientId", "another application"}}) == "Unacceptable audience in id_token");
  CHECK(refused({{"expiresIn", -60}}) == "Bad ID token");
  CHECK(refused({{"provider", "apple"}}) == "Bad ID token");
  CHECK(refused({{"accessToken", "a"}}, {{"access_token", "b"}}) == "Bad ID token");
  const std::string both = "Passed nonce and nonce in id_token should either both exist or not.";
  CHECK(refused({{"nonce", "n"}}) == both);
  CHECK(refused(Json::object(), {{"nonce", "n"}}) == both);
  CHECK(refused({{"nonce", "n"}}, {{"nonce", "m"}}) == "Nonces mismatch");
  CHECK(refusal_of(grant(world, {{"id_token", "a.b.c"}})) == "Bad ID token");
  CHECK(refusal_of(grant(world, Json::object())) == "id_token required");
  std::string touched = id_token(world);
  touched[touched.size() - 10] = touched[touched.size() - 10] == 'A' ? 'B' : 'A';
  CHECK(refusal_of(grant(world, {{"id_token", touched}})) == "Bad ID token");
  session_in(grant(world, {{"id_token", id_token(world, {{"nonce", "n"}, {"accessToken", "a"}})},
                           {"nonce", "n"},
                           {"access_token", "a"}}));
}

TEST_CASE("without the switch the providers are off", "[gotrue][id_token]") {
  World world;
  const Answer google = grant(world, {{"id_token", "x"}});
  CHECK(google.status == 400);
  CHECK(google.json() ==
        Json({{"code", "provider_disabled"},
              {"message", "Provider (issuer \"https://accounts.google.com\") is not enabled"}}));
  CHECK(code_of(grant(world, {{"id_token", "x"}, {"provider", "smoke"}})) == "validation_failed");
}

TEST_CASE("an ID token is linked to who calls", "[gotrue][id_token]") {
  World world;
  play_issuers(world);
  const GotrueClient guest = sign_up_anonymously(world);
  const Json linked = {{"id_token", id_token(world, {{"subject", "1"}})}, {"link_identity", true}};
  const GotrueClient member = session_in(grant(world, linked, guest));
  CHECK(member.user_id == guest.user_id);
  CHECK(user_of(world, member)["is_anonymous"] == false);
  CHECK(code_of(grant(world, linked, member)) == "identity_already_exists");
  CHECK(code_of(grant(world, linked, sign_up_anonymously(world))) == "identity_already_exists");
  CHECK(code_of(grant(world, linked)) == "no_authorization");
  // Without the wish to link it is a sign-in, whoever calls.
  CHECK(session_in(grant(world, {{"id_token", id_token(world, {{"subject", "1"}})}},
                         sign_up_anonymously(world)))
            .user_id == guest.user_id);
}
