// Counts of what may not happen too often, in windows that slide (B4, B5). In the database, so that
// processes count together.
#pragma once

#include <string>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

/// No window is longer than this.
inline constexpr WallMs kLongestWindowMs = WallMs{24} * 3600 * 1000;

struct Limit {
  /// What is counted, for example "redeem-by-account".
  std::string kind;
  int most = 0;
  WallMs window_ms = 0;
};

/// 0 if one more is allowed now, else the milliseconds until it is.
WallMs wait_for_attempt_ms(Transaction& transaction, const Limit& limit,
                           const std::string& subject);
void count_attempt(Transaction& transaction, const std::string& kind, const std::string& subject);
/// Takes back the latest one: it was none, as it turned out.
void forget_attempt(Transaction& transaction, const std::string& kind, const std::string& subject);

}  // namespace hufu::mock
