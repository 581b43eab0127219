// One-time codes and links.
#include "gotrue/one_time.h"

#include "crypto/digest.h"
#include "crypto/random.h"

namespace hufu::mock::gotrue {
namespace {

constexpr int kMostWrongGuesses = 10;
constexpr std::size_t kDigits = 6;
constexpr std::size_t kLinkBytes = 28;  // as long as GoTrue's, which are a SHA-224

constexpr const char* kDigitsPurpose = "one-time digits";
constexpr const char* kLinkPurpose = "one-time link";

// Digits are few: without the row's own id, people with the same ones would be seen to have them.
std::string keyed(const OneTimeToken& token, const std::string& digits) {
  return token.id + " " + digits;
}

bool is_right(const Secrets& secrets, const OneTimeToken& token, const std::string& digits) {
  const std::string code = keyed(token, digits);
  return equal_in_constant_time(code_hmac(secrets, kDigitsPurpose, code), token.digits_hmac) ||
         (!secrets.other_code_pepper.empty() &&
          equal_in_constant_time(other_code_hmac(secrets, kDigitsPurpose, code),
                                 token.digits_hmac));
}

}  // namespace

OneTimeSecrets issue_one_time(Transaction& transaction, const Gotrue& gotrue,
                              const OneTimeWish& wish) {
  OneTimeSecrets secrets;
  secrets.digits = random_symbols(kDigits, "0123456789");
  secrets.link_token = (wish.challenge.empty() ? "" : "pkce_") + random_hex(kLinkBytes);
  OneTimeToken token;
  token.id = random_uuid();
  token.user_id = wish.user_id;
  token.kind = wish.kind;
  token.address = wish.address;
  token.digits_hmac =
      code_hmac(gotrue.backend.secrets, kDigitsPurpose, keyed(token, secrets.digits));
  token.link_hmac = code_hmac(gotrue.backend.secrets, kLinkPurpose, secrets.link_token);
  token.challenge = wish.challenge;
  token.redirect_to = wish.redirect_to;
  token.sent_ms = transaction.now_ms();
  token.expires_ms = token.sent_ms + kOneTimeLifeMs;
  put_one_time_token(transaction, token);
  return secrets;
}

std::optional<OneTimeToken> find_by_link_token(Transaction& transaction, const Gotrue& gotrue,
                                               const std::string& link_token) {
  const auto find = [&transaction](const std::string& hmac) {
    return find_one_time_token_by_link(transaction, hmac);
  };
  const auto token = find_by_code(gotrue.backend.secrets, kLinkPurpose, link_token, find);
  if (!token || !token->lives(transaction.now_ms())) return std::nullopt;
  return token;
}

bool opens(Transaction& transaction, const Gotrue& gotrue, const OneTimeToken& token,
           const std::string& digits) {
  if (!token.lives(transaction.now_ms())) return false;
  const bool caps = gotrue.oddities().caps_guesses;
  if (caps && token.wrong_guesses >= kMostWrongGuesses) return false;
  if (is_right(gotrue.backend.secrets, token, digits)) return true;
  if (caps) count_wrong_guess(transaction, token);
  return false;
}

}  // namespace hufu::mock::gotrue
