// The examples of RFC 7515 appendix A, signed by others long ago: our verifier has to agree with
// them.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "crypto/encoding.h"
#include "jose/token.h"

using namespace hufu::mock;
using namespace hufu::mock::jose;

namespace {

const std::string kPayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlf"
    "Q";
const std::string kHs256 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + kPayload +
                           ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const std::string kRs256 =
    "eyJhbGciOiJSUzI1NiJ9." + kPayload +
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKB"
    "YNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO-"
    "-xi12jzDwusC-eOkHWEsqtFZESc6BfI7"
    "noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const std::string kEs256 =
    "eyJhbGciOiJFUzI1NiJ9." + kPayload +
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
const std::string kNone = "eyJhbGciOiJub25lIn0." + kPayload + ".";

KeyPointer a1_key() {
  const auto secret = decode_base64url(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  return Key::from_secret(*secret, "");
}

KeyPointer a2_key() {
  return Key::from_jwk(
      R"({"kty":"RSA","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL)"
      R"(-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg)"
      R"(665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"})");
}

KeyPointer a3_key() {
  return Key::from_jwk(
      R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
      R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})");
}

Rules rules_of_2011() {
  Rules rules;
  rules.now_s = 1300819379;
  rules.typ.reset();  // the examples of A.2 and A.3 have none
  rules.issuer = "joe";
  return rules;
}

}  // namespace

TEST_CASE("RFC 7515 appendix A.1, A.2 and A.3 verify", "[jose]") {
  const Rules rules = rules_of_2011();
  for (const auto& [token, key] :
       {std::pair{kHs256, a1_key()}, {kRs256, a2_key()}, {kEs256, a3_key()}}) {
    const Verification result = verify(token, KeySet({key}), rules);
    CHECK(name_of(result.refusal) == "none");
    CHECK(result.claims["http://example.com/is_root"] == true);
  }
}

TEST_CASE("RFC 7515 appendix A.5, the unsecured one, never does", "[jose]") {
  for (const KeyPointer& key : {a1_key(), a2_key(), a3_key()}) {
    CHECK(verify(kNone, KeySet({key}), rules_of_2011()).refusal == Refusal::wrong_algorithm);
  }
}

TEST_CASE("An example signed by one key is refused by the others", "[jose]") {
  CHECK(verify(kRs256, KeySet({a1_key()}), rules_of_2011()).refusal == Refusal::wrong_algorithm);
  CHECK(verify(kEs256, KeySet({a2_key()}), rules_of_2011()).refusal == Refusal::wrong_algorithm);
  CHECK(verify(kHs256, KeySet({a3_key()}), rules_of_2011()).refusal == Refusal::wrong_algorithm);
}

TEST_CASE("The examples expire when they say", "[jose]") {
  Rules rules = rules_of_2011();
  rules.now_s = 1300819380 + 4;
  CHECK(verify(kHs256, KeySet({a1_key()}), rules).accepted());
  rules.now_s = 1300819380 + 5;
  CHECK(verify(kHs256, KeySet({a1_key()}), rules).refusal == Refusal::expired);
}

TEST_CASE("Every single flipped bit of a signature is noticed", "[jose]") {
  const std::size_t dot = kEs256.rfind('.');
  const std::string signature = *decode_base64url(kEs256.substr(dot + 1));
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    std::string forged = signature;
    forged[bit / 8] = static_cast<char>(forged[bit / 8] ^ (1 << (bit % 8)));
    const std::string token = kEs256.substr(0, dot + 1) + encode_base64url(forged);
    REQUIRE(verify(token, KeySet({a3_key()}), rules_of_2011()).refusal == Refusal::bad_signature);
  }
}
