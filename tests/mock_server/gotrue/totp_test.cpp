// Codes that follow from the time.
#include "gotrue/totp.h"

#include <catch2/catch_test_macros.hpp>

#include "crypto/encoding.h"
#include "crypto/sealed.h"
#include "gotrue/authenticator.h"
#include "people/secrets.h"

using namespace hufu::mock;
using namespace hufu::mock::gotrue;

namespace {

constexpr const char* kSecret = "12345678901234567890";  // RFC 6238, appendix B

}  // namespace

TEST_CASE("the codes of RFC 6238's appendix B, but their first two digits", "[gotrue][totp]") {
  const std::pair<std::int64_t, const char*> rows[] = {
      {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
      {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"},
  };
  for (const auto& [second, code] : rows) {
    INFO(second);
    CHECK(totp_code(kSecret, second / 30) == code);
    // The tests' own authenticator is right, too.
    CHECK(test::code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", second) == code);
  }
}

TEST_CASE("secrets in base32, by RFC 4648 section 10", "[gotrue][totp]") {
  const std::pair<const char*, const char*> rows[] = {
      {"", ""},
      {"f", "MY"},
      {"fo", "MZXQ"},
      {"foo", "MZXW6"},
      {"foob", "MZXW6YQ"},
      {"fooba", "MZXW6YTB"},
      {"foobar", "MZXW6YTBOI"},
      {kSecret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"},
  };
  for (const auto& [bytes, text] : rows)
    CHECK(encode_base32(bytes) == text);
}

TEST_CASE("a code is of now, the step before or the next, and taken once", "[gotrue][totp]") {
  const std::int64_t now = 1234567890 / 30;
  const WallMs now_ms = WallMs{1234567890} * 1000;
  for (const std::int64_t step : {now - 1, now, now + 1}) {
    CHECK(matching_step(kSecret, totp_code(kSecret, step), now_ms, 0) == step);
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step), now_ms, step));
  }
  for (const std::int64_t step : {now - 2, now + 2})
    CHECK_FALSE(matching_step(kSecret, totp_code(kSecret, step), now_ms, 0));
  for (const char* other : {"", "5924", "005924 ", "0005924", "00592４"})
    CHECK_FALSE(matching_step(kSecret, other, now_ms, 0));
}

TEST_CASE("what is sealed opens in its place alone", "[gotrue][totp]") {
  const std::string key(32, 'k');
  const std::string sealed = seal(key, "factor 1", kSecret);
  CHECK(sealed.find(kSecret) == std::string::npos);
  CHECK(seal(key, "factor 1", kSecret) != sealed);
  CHECK(unseal(key, "factor 1", sealed) == kSecret);
  CHECK_FALSE(unseal(key, "factor 2", sealed));
  CHECK_FALSE(unseal(std::string(32, 'l'), "factor 1", sealed));
  CHECK_FALSE(unseal(key, "factor 1", sealed.substr(0, 27)));
  for (const std::size_t at : {std::size_t{0}, std::size_t{12}, sealed.size() - 1}) {
    std::string touched = sealed;
    touched[at] = static_cast<char>(touched[at] ^ 1);
    CHECK_FALSE(unseal(key, "factor 1", touched));
  }
}

TEST_CASE("a secret's successor opens what it sealed", "[gotrue][totp]") {
  Config before;
  before.secret = std::string(32, 'a');
  Config after;
  after.secret = std::string(32, 'b');
  after.other_secret = before.secret;
  const std::string stored = sealed(make_secrets(before), "factor 1", kSecret);
  CHECK(unsealed(make_secrets(before), "factor 1", stored) == kSecret);
  CHECK(unsealed(make_secrets(after), "factor 1", stored) == kSecret);
  after.other_secret.clear();
  CHECK_FALSE(unsealed(make_secrets(after), "factor 1", stored));
  CHECK_FALSE(unsealed(make_secrets(before), "factor 1", "not base64url!"));
}
