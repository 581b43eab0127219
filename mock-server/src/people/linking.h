// Joining two users inside one transaction: what stands in the way (table B11), and what happens
// when nothing does.
#pragma once

#include <optional>
#include <string>

#include "people/caller.h"
#include "store/bindings.h"
#include "store/identities.h"
#include "store/sessions.h"

namespace hufu::mock {

/// The half an identity belongs to, as requests name it: wechat or web.
std::string half_of(const Identity& identity);

/// Of one person: they stand in every token, and in queries of applications.
inline constexpr std::size_t kMostIds = 16;

enum class Obstacle {
  none,
  /// Both halves are one user already.
  already_linked,
  /// The redeemer's user has other identities or data: only an explicit merge may take it over.
  belongs_to_another,
  /// The issuer has an identity of that provider.
  provider_taken,
  /// Together they would have more ids than anybody may (`kMostIds`).
  too_many,
  /// The identity left another user a short while ago.
  cooling_down,
};

/// Rows of B11 in the order in which they are decided. The same at redeeming and, with what changed
/// since, at confirming.
Obstacle find_obstacle(Transaction& transaction, const Config& config, const Binding& binding,
                       const Identity& redeemer);
/// The error for an obstacle that is one.
HttpError error_for(Obstacle obstacle);

/// Makes the two one: identities moved, the absorbed user a tombstone, sessions renewed or ended
/// (B13), codes of the absorbed user ended, applications told, everything in the audit log. False
/// if somebody else was faster, or if both have a second factor; then roll back.
bool join_users(Transaction& transaction, const Config& config, const Binding& binding,
                const Identity& redeemer);

}  // namespace hufu::mock
