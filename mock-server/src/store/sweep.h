// Takes away what has expired, a little at a time.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

/// How long rows are good for. What is over stays a day longer, so that who comes late hears why.
struct RowLives {
  WallMs session_idle_ms = 0;
  WallMs session_absolute_ms = 0;
  WallMs audit_ms = 0;
  WallMs relink_cool_down_ms = 0;
};

struct SweptStep {
  /// By table.
  std::map<std::string, int> removed;
  /// Where the next step goes on among the sessions; empty: from the beginning.
  std::string sessions_after;
  bool is_last = true;
};

/// One transaction's worth: some hundred rows of each table at most, found by an index, judged by
/// the transaction's clock. Sessions are looked through in the order of their ids: an index by age
/// would have to change with every refresh.
SweptStep sweep_some(Transaction& transaction, const RowLives& lives,
                     const std::string& sessions_after);

}  // namespace hufu::mock
