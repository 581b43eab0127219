// POST /factors/{factor_id}/challenge and /verify: a code proves the second factor, and the session
// goes on at aal2.
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/random.h"
#include "gotrue/assurance.h"
#include "gotrue/body.h"
#include "gotrue/errors.h"
#include "gotrue/factors.h"
#include "gotrue/ids.h"
#include "gotrue/limits.h"
#include "gotrue/totp.h"
#include "gotrue/user_answer.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// The count of a wrong code has to be committed.
using Outcome = std::variant<Json, Error>;

constexpr WallMs kChallengeLifeMs = 300'000;  // GoTrue's own default

struct Asking {
  std::string token;
  std::string factor_id;
  std::string address;
};

struct Answering {
  Asking asking;
  std::string challenge_id;
  std::string code;
};

Asking read_asking(const Request& request) {
  return {read_token(request), request.parameter("factor_id"), request.remote_address};
}

Answering read_answering(const Request& request) {
  Answering answering;
  answering.asking = read_asking(request);
  const JsonBody body = read_body(request);
  answering.code = body.optional_text("code", 64).value_or("");
  if (answering.code.empty()) throw validation_failed("Code needs to be non-empty");
  answering.challenge_id = body.optional_text("challenge_id", 64).value_or("");
  if (!is_uuid(answering.challenge_id)) throw validation_failed("challenge_id must be an UUID");
  return answering;
}

Json challenge(Transaction& transaction, const Gotrue& gotrue, const Asking& asking) {
  const Caller caller = find_factor_caller(transaction, gotrue, asking.token);
  Factor factor = require_factor(transaction, caller.user.id, asking.factor_id);
  count_challenge(transaction, gotrue, asking.address);
  FactorChallenge challenge;
  challenge.id = random_uuid();
  challenge.factor_id = factor.id;
  challenge.address = asking.address;
  challenge.expires_ms = transaction.now_ms() + kChallengeLifeMs;
  add_challenge(transaction, challenge);
  factor.challenged_ms = transaction.now_ms();
  save_factor(transaction, factor);
  return {{"id", challenge.id}, {"type", "totp"}, {"expires_at", challenge.expires_ms / 1000}};
}

std::optional<Error> judge(const std::optional<FactorChallenge>& challenge,
                           const Answering& answering, WallMs now_ms) {
  if (!challenge) {
    return Error(422, "mfa_factor_not_found",
                 "MFA factor with the provided challenge ID not found");
  }
  // One that was answered before is told in the same words.
  if (challenge->verified_ms != 0 || challenge->address != answering.asking.address) {
    return Error(422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch.");
  }
  if (challenge->expires_ms > now_ms) return std::nullopt;
  return Error(422, "mfa_challenge_expired",
               "MFA challenge " + challenge->id +
                   " has expired, verify against another challenge or create a new challenge.");
}

bool take_code(Transaction& transaction, const Gotrue& gotrue, Factor& factor,
               const std::string& code) {
  const std::optional<std::string> secret =
      unsealed(gotrue.backend.secrets, place_of(factor.id), factor.sealed_secret);
  if (!secret) return false;
  const auto step = matching_step(*secret, code, transaction.now_ms(), factor.used_step);
  if (!step) return false;
  factor.used_step = *step;
  return true;
}

Json raise(Transaction& transaction, const Gotrue& gotrue, Caller caller, Factor factor) {
  const bool is_new = !factor.is_verified();
  factor.status = "verified";
  if (is_new) factor.updated_ms = transaction.now_ms();
  save_factor(transaction, factor);
  raise_session(transaction, caller.session, factor.id);
  end_sessions_without_factor(transaction, caller.user.id, kPlatform, "second factor verified");
  delete_unverified_factors(transaction, caller.user.id);
  write_audit(transaction, "factor_verified", caller.user.id, factor.id,
              is_new ? "the first time" : "");
  return session_json(transaction, gotrue, caller.session, caller.user);
}

Outcome verify(Transaction& transaction, const Gotrue& gotrue, const Answering& answering) {
  const Caller caller = find_factor_caller(transaction, gotrue, answering.asking.token);
  lock_users(transaction, caller.user.id, caller.user.id);
  Factor factor = require_factor(transaction, caller.user.id, answering.asking.factor_id);
  const auto challenge = find_challenge(transaction, factor.id, answering.challenge_id);
  if (auto error = judge(challenge, answering, transaction.now_ms())) return *error;
  count_code_guess(transaction, gotrue, answering.asking.address, factor.id);
  if (!take_code(transaction, gotrue, factor, answering.code))
    return Error(422, "mfa_verification_failed", "Invalid TOTP code entered");
  take_code_guess_back(transaction, answering.asking.address, factor.id);
  answer_challenge(transaction, challenge->id);
  return raise(transaction, gotrue, caller, factor);
}

}  // namespace

asio::awaitable<Response> challenge_factor(Gotrue& gotrue, Request request) {
  const Asking asking = read_asking(request);
  auto work = [&gotrue, asking](Transaction& transaction) {
    return challenge(transaction, gotrue, asking);
  };
  const Json challenge = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, challenge);
}

asio::awaitable<Response> verify_factor(Gotrue& gotrue, Request request) {
  const Answering answering = read_answering(request);
  auto work = [&gotrue, answering](Transaction& transaction) {
    return verify(transaction, gotrue, answering);
  };
  const Outcome outcome = co_await gotrue.database.run(std::move(work));
  if (const auto* error = std::get_if<Error>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::gotrue
