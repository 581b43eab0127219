// What a token has to say to be believed: types, audiences, dates, keys, and tokens of our own
// making.
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>
#include <string>

#include "jose/token.h"

using namespace hufu::mock::jose;
using nlohmann::json;

namespace {

constexpr std::int64_t kNow = 1'700'000'000;

const KeyPointer& signing_key() {
  static const KeyPointer key = Key::new_es256("key-1");
  return key;
}

Rules rules() {
  Rules rules;
  rules.now_s = kNow;
  rules.issuer = "https://issuer.example";
  rules.audience = "hufu";
  return rules;
}

json claims() {
  return {{"iss", "https://issuer.example"},
          {"aud", "hufu"},
          {"sub", "u1"},
          {"iat", kNow},
          {"exp", kNow + 60}};
}

Refusal verdict(const json& claims, const Rules& rules) {
  return verify(sign(json::object(), claims, *signing_key()), KeySet({signing_key()}), rules)
      .refusal;
}

json with(const char* name, json value) {
  json changed = claims();
  changed[name] = std::move(value);
  return changed;
}

json without(const char* name) {
  json changed = claims();
  changed.erase(name);
  return changed;
}

}  // namespace

TEST_CASE("What is signed is believed, with each algorithm", "[jose]") {
  const KeyPointer secret = Key::from_secret(std::string(32, 's'), "h");
  for (const KeyPointer& key : {signing_key(), secret, Key::new_rs256("r")}) {
    const std::string token = sign({{"typ", "JWT"}, {"cat", "x"}}, claims(), *key);
    const Verification result = verify(token, KeySet({key}), rules());
    REQUIRE(result.accepted());
    CHECK(result.claims == claims());
    CHECK(result.header["kid"] == key->kid());
    CHECK(result.header["alg"] == name_of(key->algorithm()));
    CHECK(result.header["cat"] == "x");
    CHECK(unverified_issuer(token) == "https://issuer.example");
  }
}

TEST_CASE("A header cannot overrule the key it is signed with", "[jose]") {
  const std::string token = sign({{"alg", "none"}, {"kid", "other"}}, claims(), *signing_key());
  CHECK(verify(token, KeySet({signing_key()}), rules()).accepted());
}

TEST_CASE("Issuer and audience have to be the expected ones", "[jose]") {
  CHECK(verdict(with("iss", "https://issuer.example/"), rules()) == Refusal::wrong_issuer);
  CHECK(verdict(with("iss", json::array({"https://issuer.example"})), rules()) ==
        Refusal::wrong_issuer);
  CHECK(verdict(without("iss"), rules()) == Refusal::wrong_issuer);
  CHECK(verdict(with("aud", "other"), rules()) == Refusal::wrong_audience);
  CHECK(verdict(without("aud"), rules()) == Refusal::wrong_audience);
  CHECK(verdict(with("aud", json::array({"other", "hufu"})), rules()) == Refusal::none);
  CHECK(verdict(with("aud", json::array({json::array({"hufu"})})), rules()) ==
        Refusal::wrong_audience);
}

TEST_CASE("Dates count to the second, with the leeway and no more", "[jose]") {
  CHECK(verdict(with("exp", kNow - 4), rules()) == Refusal::none);
  CHECK(verdict(with("exp", kNow - 5), rules()) == Refusal::expired);
  CHECK(verdict(with("exp", kNow + 0.5), rules()) == Refusal::none);
  CHECK(verdict(with("nbf", kNow + 5), rules()) == Refusal::none);
  CHECK(verdict(with("nbf", kNow + 6), rules()) == Refusal::not_yet_valid);
  CHECK(verdict(with("iat", kNow + 6), rules()) == Refusal::not_yet_valid);
  CHECK(verdict(with("exp", std::to_string(kNow + 60)), rules()) == Refusal::malformed);
  CHECK(verdict(with("nbf", nullptr), rules()) == Refusal::malformed);
  CHECK(verdict(without("exp"), rules()) == Refusal::missing_claim);
  Rules lasting = rules();
  lasting.expiry_required = false;
  CHECK(verdict(without("exp"), lasting) == Refusal::none);
}

TEST_CASE("One type of token is not taken for another", "[jose]") {
  const auto typed = [](const json& typ, const char* expected) {
    Rules strict = rules();
    strict.typ = expected;
    return verify(sign({{"typ", typ}}, claims(), *signing_key()), KeySet({signing_key()}), strict)
        .refusal;
  };
  CHECK(typed("at+jwt", "at+jwt") == Refusal::none);
  CHECK(typed("application/at+JWT", "at+jwt") == Refusal::none);
  CHECK(typed("JWT", "at+jwt") == Refusal::wrong_type);
  CHECK(typed("at+jwt", "JWT") == Refusal::wrong_type);
  CHECK(typed(json::array({"JWT"}), "JWT") == Refusal::wrong_type);
}

TEST_CASE("The key is found by its name, and by nothing else", "[jose]") {
  const KeyPointer other = Key::new_es256("key-2");
  const std::string token = sign(json::object(), claims(), *signing_key());
  CHECK(verify(token, KeySet({other, signing_key()}), rules()).accepted());
  CHECK(verify(token, KeySet({other}), rules()).refusal == Refusal::unknown_key);
  CHECK(verify(token, KeySet(), rules()).refusal == Refusal::unknown_key);

  const KeyPointer impostor = Key::new_es256("key-1");
  CHECK(verify(token, KeySet({impostor}), rules()).refusal == Refusal::bad_signature);

  const KeyPointer nameless = Key::new_es256("");
  const std::string anonymous = sign(json::object(), claims(), *nameless);
  CHECK(verify(anonymous, KeySet({nameless}), rules()).accepted());
  CHECK(verify(anonymous, KeySet({nameless, other}), rules()).refusal == Refusal::unknown_key);
}

TEST_CASE("A published key set has no private part, and can be read back", "[jose]") {
  const KeyPointer rsa = Key::new_rs256("r");
  const KeyPointer secret = Key::from_secret(std::string(32, 's'), "h");
  const std::string published = public_jwks(KeySet({signing_key(), rsa, secret}));
  const json document = json::parse(published);
  REQUIRE(document["keys"].size() == 2);
  for (const json& jwk : document["keys"]) {
    CHECK(jwk["use"] == "sig");
    for (const char* secret_member : {"d", "p", "q", "dp", "dq", "qi", "k"})
      CHECK_FALSE(jwk.contains(secret_member));
  }
  const KeySet read = read_jwks(published);
  CHECK(verify(sign(json::object(), claims(), *rsa), read, rules()).accepted());
  CHECK_THROWS_AS(sign(json::object(), claims(), *read.find("key-1")), std::runtime_error);
}

TEST_CASE("Unfit keys are refused, and do not spoil a key set", "[jose]") {
  CHECK_THROWS_AS(Key::from_secret(std::string(31, 's'), "h"), std::invalid_argument);
  for (const char* unfit :
       {"", "null", "[]", R"({"kty":"oct","k":"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"})",
        R"({"kty":"RSA","n":"AQAB","e":"AQAB"})",  // three bytes of modulus
        R"({"kty":"EC","crv":"P-384","x":"AA","y":"AA"})",
        R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA"})",
        R"({"kty":"EC","alg":"RS256","crv":"P-256"})", R"({"kty":"RSA","use":"enc"})",
        R"({"kty":"RSA","kty":"EC"})"}) {
    CHECK_THROWS_AS(Key::from_jwk(unfit), std::invalid_argument);
  }
  const std::string mixed =
      R"({"keys":[{"kty":"oct","k":"AA"},{"kty":"OKP"},7,)" + signing_key()->public_jwk() + "]}";
  CHECK(read_jwks(mixed).keys().size() == 1);
  CHECK_THROWS_AS(read_jwks("{}"), std::invalid_argument);
  CHECK_THROWS_AS(read_jwks("<html>"), std::invalid_argument);
}
