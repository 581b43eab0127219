// The authenticator of a test.
#include "gotrue/authenticator.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <catch2/catch_test_macros.hpp>

#include "crypto/encoding.h"

namespace hufu::mock::test {
namespace {

std::string bytes_of_base32(const std::string& text) {
  std::string bytes;
  unsigned bits = 0;
  int held = 0;
  for (const char symbol : text) {
    const std::size_t value = std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").find(symbol);
    REQUIRE(value != std::string_view::npos);
    bits = ((bits << 5) | static_cast<unsigned>(value)) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held);
  }
  return bytes;
}

std::int64_t second_of(World& world) {
  return world.control("GET", "clock")["nowMs"].get<std::int64_t>() / 1000;
}

}  // namespace

std::string code_at(const std::string& base32_secret, std::int64_t second) {
  const std::string key = bytes_of_base32(base32_secret);
  std::array<unsigned char, 8> counter{};
  std::int64_t step = second / 30;
  for (auto byte = counter.rbegin(); byte != counter.rend(); ++byte, step /= 256)
    *byte = static_cast<unsigned char>(step % 256);
  std::array<unsigned char, 20> mac{};
  unsigned length = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
       mac.data(), &length);
  const std::size_t at = mac[19] % 16;
  std::int64_t number = mac[at] % 128;
  for (std::size_t next = at + 1; next < at + 4; ++next)
    number = number * 256 + mac[next];
  const std::string digits = std::to_string(number % 1'000'000);
  return std::string(6 - digits.size(), '0') + digits;
}

std::string Authenticator::code(World& world, int steps) const {
  return code_at(secret, second_of(world) + 30 * steps);
}

Authenticator enroll(World& world, const GotrueClient& client, const std::string& name) {
  const Answer answer = gotrue_call(world, client, "POST", "/factors",
                                    {{"factor_type", "totp"}, {"friendly_name", name}});
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return {answer.json()["id"], answer.json()["totp"]["secret"]};
}

std::string challenge(World& world, const GotrueClient& client, const std::string& factor_id) {
  const Answer answer = gotrue_call(world, client, "POST", "/factors/" + factor_id + "/challenge");
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json()["id"];
}

Answer verify(World& world, const GotrueClient& client, const std::string& factor_id,
              const std::string& challenge_id, const std::string& code) {
  return gotrue_call(world, client, "POST", "/factors/" + factor_id + "/verify",
                     {{"challenge_id", challenge_id}, {"code", code}});
}

GotrueClient prove(World& world, const GotrueClient& client, const Authenticator& authenticator) {
  const std::string asked = challenge(world, client, authenticator.factor_id);
  return session_in(
      verify(world, client, authenticator.factor_id, asked, authenticator.code(world)));
}

Json claims_of(const GotrueClient& client) {
  const std::size_t from = client.token.find('.') + 1;
  const std::string part = client.token.substr(from, client.token.rfind('.') - from);
  return Json::parse(decode_base64url(part).value());
}

}  // namespace hufu::mock::test
