// How often one address may ask.
#include "gotrue/limits.h"

#include <algorithm>

#include "gotrue/errors.h"
#include "people/limits.h"
#include "store/attempts.h"

namespace hufu::mock::gotrue {
namespace {

constexpr WallMs kMinute = 60'000;

const Limit kTokens = {"gotrue-token", 150, 5 * kMinute};
const Limit kSignUps = {"gotrue-sign-up", 30, 60 * kMinute};
const Limit kFlows = {"gotrue-flow", 60, 5 * kMinute};
const Limit kPictures = {"gotrue-picture", 30, 5 * kMinute};
const Limit kGuesses = {"gotrue-guess", 30, 5 * kMinute};
const Limit kCodeGuesses = {"gotrue-code-guess", 30, 5 * kMinute};
const Limit kGuessesAtOne = {"gotrue-guess-one", 10, 10 * kMinute};

const Limit kChallenges = {"gotrue-challenge", 75, 5 * kMinute};
const Limit kGuessesOfCodes = {"gotrue-guess-factor", 30, 60 * kMinute};

void refuse_for(WallMs wait_ms) {
  if (wait_ms == 0) return;
  Error error(429, "over_request_rate_limit", "Request rate limit reached");
  error.retry_after = retry_after_seconds(wait_ms);
  throw error;
}

void count(Transaction& transaction, const Gotrue& gotrue, const Limit& limit,
           const std::string& address) {
  if (!gotrue.config.limits) return;
  const std::string subject = limited_address(address);
  refuse_for(wait_for_attempt_ms(transaction, limit, subject));
  count_attempt(transaction, limit.kind, subject);
}

std::string guess_at(const std::string& address, const std::string& email) {
  return limited_address(address) + " " + email;
}

}  // namespace

void count_token_request(Transaction& transaction, const Gotrue& gotrue,
                         const std::string& address) {
  count(transaction, gotrue, kTokens, address);
}

void count_sign_up(Transaction& transaction, const Gotrue& gotrue, const std::string& address) {
  count(transaction, gotrue, kSignUps, address);
}

void count_flow(Transaction& transaction, const Gotrue& gotrue, const std::string& address) {
  count(transaction, gotrue, kFlows, address);
}

void count_code_picture(Transaction& transaction, const Gotrue& gotrue,
                        const std::string& address) {
  count(transaction, gotrue, kPictures, address);
}

void count_guess(Transaction& transaction, const Gotrue& gotrue, const std::string& address,
                 const std::string& email) {
  const std::string all = limited_address(address);
  const std::string at_one = guess_at(address, email);
  if (gotrue.config.limits) {
    refuse_for(std::max(wait_for_attempt_ms(transaction, kGuesses, all),
                        wait_for_attempt_ms(transaction, kGuessesAtOne, at_one)));
  }
  count_attempt(transaction, kGuesses.kind, all);
  count_attempt(transaction, kGuessesAtOne.kind, at_one);
}

void require_mail_guess(Transaction& transaction, const Gotrue& gotrue,
                        const std::string& address) {
  if (!gotrue.config.limits) return;
  refuse_for(wait_for_attempt_ms(transaction, kCodeGuesses, limited_address(address)));
}

void count_mail_guess(Transaction& transaction, const std::string& address) {
  count_attempt(transaction, kCodeGuesses.kind, limited_address(address));
}

void take_guess_back(Transaction& transaction, const std::string& address,
                     const std::string& email) {
  forget_attempt(transaction, kGuesses.kind, limited_address(address));
  forget_attempt(transaction, kGuessesAtOne.kind, guess_at(address, email));
}

void count_challenge(Transaction& transaction, const Gotrue& gotrue, const std::string& address) {
  count(transaction, gotrue, kChallenges, address);
}

void count_code_guess(Transaction& transaction, const Gotrue& gotrue, const std::string& address,
                      const std::string& factor_id) {
  if (gotrue.config.limits)
    refuse_for(wait_for_attempt_ms(transaction, kGuessesOfCodes, factor_id));
  count_guess(transaction, gotrue, address, factor_id);
  count_attempt(transaction, kGuessesOfCodes.kind, factor_id);
}

void take_code_guess_back(Transaction& transaction, const std::string& address,
                          const std::string& factor_id) {
  take_guess_back(transaction, address, factor_id);
  forget_attempt(transaction, kGuessesOfCodes.kind, factor_id);
}

}  // namespace hufu::mock::gotrue
