// Check V8: algorithm confusion, "none", keys and rules the token brings itself, re-encodings,
// duplicates, size.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "jose/token.h"

using namespace hufu::mock;
using namespace hufu::mock::jose;
using nlohmann::json;

namespace {

constexpr std::int64_t kMoment = 1'700'000'000;
const std::string kClaims = R"({"iss":"me","sub":"u1","exp":1700000060})";

const KeyPointer& rsa_key() {
  static const KeyPointer key = Key::new_rs256("r");
  return key;
}

const KeyPointer& secret_key() {
  static const KeyPointer key = Key::from_secret(std::string(32, 's'), "h");
  return key;
}

Refusal verdict(const std::string& token) {
  Rules rules;
  rules.now_s = kMoment;
  rules.issuer = "me";
  return verify(token, KeySet({rsa_key(), secret_key()}), rules).refusal;
}

/// A token with exactly these texts, whose HMAC by our own key is right: only the checks before it
/// can refuse it.
std::string hand_made(const std::string& header, const std::string& claims) {
  const std::string input = encode_base64url(header) + "." + encode_base64url(claims);
  return input + "." + encode_base64url(hmac_sha256(std::string(32, 's'), input));
}

std::string honest() { return hand_made(R"({"alg":"HS256","typ":"JWT","kid":"h"})", kClaims); }

}  // namespace

TEST_CASE("V8: the hand-made token is right until it is attacked", "[jose][V8]") {
  REQUIRE(verdict(honest()) == Refusal::none);
}

TEST_CASE("V8: a key is used for what it says it is for", "[jose][V8]") {
  const auto accepted = [](const json& more) {
    json jwk = json::parse(rsa_key()->public_jwk());
    jwk.erase("use");
    jwk.update(more);
    return read_jwks(json({{"keys", {jwk}}}).dump()).keys().size() == 1;
  };
  CHECK(accepted(json::object()));
  CHECK(accepted({{"use", "sig"}}));
  CHECK(accepted({{"key_ops", {"verify"}}}));
  CHECK(accepted({{"use", "sig"}, {"key_ops", {"sign", "verify"}}}));
  for (const json& other : {json({"encrypt"}), json({"deriveKey", "wrapKey"}), json({"sign"}),
                            json::array(), json("verify"), json(nullptr), json({1})}) {
    INFO(other.dump());
    CHECK_FALSE(accepted({{"key_ops", other}}));
  }
  CHECK_FALSE(accepted({{"use", "enc"}, {"key_ops", {"verify"}}}));
}

TEST_CASE("V8: no token without a signature, however it is spelled", "[jose][V8]") {
  for (const char* none : {"none", "None", "NONE", "nOnE", "", "HS256 ", "hs256"}) {
    for (const char* kid : {"h", "r"}) {
      const std::string header = json({{"alg", none}, {"typ", "JWT"}, {"kid", kid}}).dump();
      CHECK(verdict(hand_made(header, kClaims)) == Refusal::wrong_algorithm);
      CHECK(verdict(encode_base64url(header) + "." + encode_base64url(kClaims) + ".") ==
            Refusal::wrong_algorithm);
    }
  }
  CHECK(verdict(hand_made(R"({"typ":"JWT","kid":"h"})", kClaims)) == Refusal::malformed);
  CHECK(verdict(hand_made(R"({"alg":["HS256"],"typ":"JWT","kid":"h"})", kClaims)) ==
        Refusal::malformed);
}

TEST_CASE("V8: an RSA public key is no HMAC secret", "[jose][V8]") {
  const std::string header = R"({"alg":"HS256","typ":"JWT","kid":"r"})";
  const std::string input = encode_base64url(header) + "." + encode_base64url(kClaims);
  const json jwk = json::parse(rsa_key()->public_jwk());
  const std::vector<std::string> guesses{rsa_key()->public_jwk(), jwk["n"],
                                         *decode_base64url(jwk["n"].get<std::string>()),
                                         public_jwks(KeySet({rsa_key()}))};
  for (const std::string& secret : guesses) {
    CHECK(verdict(input + "." + encode_base64url(hmac_sha256(secret, input))) ==
          Refusal::wrong_algorithm);
  }
}

TEST_CASE("V8: other algorithms with the right key are refused too", "[jose][V8]") {
  for (const char* algorithm :
       {"RS384", "RS512", "PS256", "ES256", "HS384", "HS512", "EdDSA", "dir"}) {
    const std::string header = json({{"alg", algorithm}, {"typ", "JWT"}, {"kid", "h"}}).dump();
    CHECK(verdict(hand_made(header, kClaims)) == Refusal::wrong_algorithm);
  }
}

TEST_CASE("V8: a token does not bring its own key or its own rules", "[jose][V8]") {
  for (const char* name : {"jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256", "crit", "b64", "zip"}) {
    json header = {{"alg", "HS256"}, {"typ", "JWT"}, {"kid", "h"}};
    header[name] = "https://attacker.example/jwks.json";
    CHECK(verdict(hand_made(header.dump(), kClaims)) == Refusal::forbidden_header);
    header[name] = nullptr;
    CHECK(verdict(hand_made(header.dump(), kClaims)) == Refusal::forbidden_header);
  }
}

TEST_CASE("V8: a key's name is a name, not a path or a query", "[jose][V8]") {
  for (const char* kid : {"../../dev/null", "h' OR '1'='1", "H", "h\\u0000", "hh"}) {
    CHECK(verdict(hand_made(json({{"alg", "HS256"}, {"typ", "JWT"}, {"kid", kid}}).dump(),
                            kClaims)) == Refusal::unknown_key);
  }
  CHECK(verdict(hand_made(R"({"alg":"HS256","typ":"JWT","kid":7})", kClaims)) ==
        Refusal::malformed);
}

TEST_CASE("V8: names twice in one object are refused, also deep inside", "[jose][V8]") {
  CHECK(verdict(hand_made(R"({"alg":"HS256","alg":"HS256","typ":"JWT","kid":"h"})", kClaims)) ==
        Refusal::duplicate_name);
  CHECK(verdict(hand_made(R"({"alg":"HS256","\u0061lg":"none","typ":"JWT","kid":"h"})", kClaims)) ==
        Refusal::duplicate_name);
  const std::string header = R"({"alg":"HS256","typ":"JWT","kid":"h"})";
  CHECK(verdict(hand_made(header, R"({"iss":"me","sub":"u1","sub":"u2","exp":1700000060})")) ==
        Refusal::duplicate_name);
  CHECK(verdict(hand_made(header, R"({"iss":"me","exp":1700000060,"o":{"a":1,"a":1}})")) ==
        Refusal::duplicate_name);
  CHECK(verdict(hand_made(header, R"({"iss":"me","exp":1700000060,"o":[{"a":1},{"a":1}]})")) ==
        Refusal::none);
}

TEST_CASE("V8: one token has one spelling", "[jose][V8]") {
  const std::string token = honest();
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  CHECK(verdict(token + "=") == Refusal::malformed);
  CHECK(verdict(token + "\n") == Refusal::malformed);
  CHECK(verdict(" " + token) == Refusal::malformed);
  CHECK(verdict(token + ".") == Refusal::malformed);
  CHECK(verdict(token + "A") != Refusal::none);
  CHECK(verdict(token.substr(0, token.size() - 1)) != Refusal::none);
  CHECK(verdict(token.substr(0, second)) == Refusal::malformed);
  CHECK(verdict(token.substr(0, first)) == Refusal::malformed);
  CHECK(verdict("") == Refusal::malformed);
  CHECK(verdict("..") == Refusal::malformed);

  // 32 bytes end in a sextet whose last two bits mean nothing: three more spellings for a lenient
  // decoder.
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const std::size_t last = alphabet.find(token.back());
  for (std::size_t stray = 1; stray < 4; ++stray) {
    std::string respelled = token;
    respelled.back() = alphabet[last ^ stray];
    CHECK(verdict(respelled) == Refusal::malformed);
  }
}

TEST_CASE("V8: what is no JSON object is no header and no claims", "[jose][V8]") {
  const std::string header = R"({"alg":"HS256","typ":"JWT","kid":"h"})";
  for (const char* text :
       {"", "null", "[]", "7", "\"x\"", "{", "{}x", "{\"a\":\xff}", "{\"a\":NaN}"}) {
    CHECK(verdict(hand_made(header, text)) == Refusal::malformed);
    CHECK(verdict(hand_made(text, kClaims)) == Refusal::malformed);
  }
}

TEST_CASE("V8: a huge token is not even read", "[jose][V8]") {
  CHECK(verdict(std::string(10'000'000, 'A')) == Refusal::too_large);
  CHECK(verdict(std::string(10'000'000, '.')) == Refusal::too_large);
  CHECK(unverified_issuer(std::string(10'000'000, 'A')) == std::nullopt);
  const std::string deep = std::string(6000, '[') + std::string(6000, ']');
  CHECK(verdict(hand_made(deep, kClaims)) == Refusal::too_large);
  const std::string shallow = std::string(2000, '[') + std::string(2000, ']');
  CHECK(verdict(hand_made(shallow, kClaims)) == Refusal::malformed);
}

TEST_CASE("V8: dates that are no ordinary numbers do not help", "[jose][V8]") {
  const std::string header = R"({"alg":"HS256","typ":"JWT","kid":"h"})";
  CHECK(verdict(hand_made(header, R"({"iss":"me","exp":1e999})")) == Refusal::malformed);
  CHECK(verdict(hand_made(header, R"({"iss":"me","exp":-1})")) == Refusal::expired);
  CHECK(verdict(hand_made(header, R"({"iss":"me","exp":true})")) == Refusal::malformed);
  CHECK(verdict(hand_made(header, R"({"iss":"me","exp":99999999999999999999999999})")) ==
        Refusal::none);
}
