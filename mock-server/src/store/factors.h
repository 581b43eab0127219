// Second factors: what makes codes beside the password, and the challenges that a code answers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

/// Of one kind: codes that follow from the time (TOTP, RFC 6238).
struct Factor {
  std::string id;
  std::string user_id;
  /// As the person calls it; empty if they do not.
  std::string friendly_name;
  /// unverified, until a code of it has come once; verified
  std::string status = "unverified";
  std::string sealed_secret;
  /// The time step of the last code that was taken: no code is taken twice.
  std::int64_t used_step = 0;
  WallMs created_ms = 0;
  WallMs updated_ms = 0;
  /// 0 if never.
  WallMs challenged_ms = 0;

  bool is_verified() const { return status == "verified"; }
};

/// Oldest first.
std::vector<Factor> factors_of(Transaction& transaction, const std::string& user_id);
std::optional<Factor> find_factor(Transaction& transaction, const std::string& user_id,
                                  const std::string& id);
/// What makes `aal2` possible, and some things impossible without.
bool has_verified_factor(Transaction& transaction, const std::string& user_id);
void add_factor(Transaction& transaction, const Factor& factor);
/// Writes status, used_step, updated_ms and challenged_ms.
void save_factor(Transaction& transaction, const Factor& factor);
/// With its challenges.
void delete_factor(Transaction& transaction, const std::string& id);
/// Those that nobody has answered for so long, and nobody is about to.
void delete_stale_factors(Transaction& transaction, const std::string& user_id, WallMs before_ms);
void delete_unverified_factors(Transaction& transaction, const std::string& user_id);

/// To the user that absorbs another.
void move_factors(Transaction& transaction, const std::string& from, const std::string& to);

/// Somebody is about to answer with a code.
struct FactorChallenge {
  std::string id;
  std::string factor_id;
  /// Where it was asked for, and so from where it is to be answered.
  std::string address;
  /// 0 until it was answered.
  WallMs verified_ms = 0;
  WallMs expires_ms = 0;
};

void add_challenge(Transaction& transaction, const FactorChallenge& challenge);
std::optional<FactorChallenge> find_challenge(Transaction& transaction,
                                              const std::string& factor_id, const std::string& id);
/// False if it was answered before: one of two that try wins.
bool answer_challenge(Transaction& transaction, const std::string& id);

}  // namespace hufu::mock
