// Proof key for code exchange.
#include "gotrue/pkce.h"

#include <algorithm>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "gotrue/errors.h"

namespace hufu::mock::gotrue {
namespace {

constexpr std::size_t kShortest = 43;
constexpr std::size_t kLongest = 128;

bool is_symbol(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
         (symbol >= '0' && symbol <= '9') ||
         std::string_view("-._~").find(symbol) != std::string_view::npos;
}

bool is_well_formed(std::string_view text) {
  return text.size() >= kShortest && text.size() <= kLongest &&
         std::ranges::all_of(text, is_symbol);
}

bool is_s256(const std::string& method) {
  return method.size() == 4 && (method[0] == 's' || method[0] == 'S') && method.ends_with("256");
}

}  // namespace

std::string read_challenge(const std::string& challenge, const std::string& method) {
  if (challenge.empty() && method.empty()) return "";
  if (challenge.empty() || method.empty())
    throw validation_failed("PKCE flow requires code_challenge_method and code_challenge");
  if (!is_s256(method)) throw validation_failed("code_challenge_method has to be S256");
  if (!is_well_formed(challenge)) {
    throw validation_failed(
        "code challenge has to be between 43 and 128 characters: letters, digits, hyphens, "
        "periods, underscores and tildes");
  }
  return challenge;
}

bool answers_challenge(std::string_view verifier, std::string_view challenge) {
  return !challenge.empty() && is_well_formed(verifier) &&
         equal_in_constant_time(encode_base64url(sha256(verifier)), challenge);
}

}  // namespace hufu::mock::gotrue
