// What mini_login knows somebody by: a number and a user name, beside the user itself.
#pragma once

#include <cstdint>
#include <string>

#include "store/transaction.h"

namespace hufu::mock {

struct MiniAccount {
  std::string user_id;
  /// Random, and small enough for a number in JavaScript.
  std::int64_t number = 0;
  /// "wx_" and twelve random symbols.
  std::string username;
};

/// The same for a user ever after, however many ask at once.
MiniAccount find_or_create_mini_account(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock
