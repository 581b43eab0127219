// What others have told this server, remembered so that it counts once, or for as long as it
// matters.
#pragma once

#include <initializer_list>
#include <string>

#include "store/transaction.h"

namespace hufu::mock {

struct Told {
  /// For example "clerk-session".
  std::string kind;
  std::string subject;
};

/// Longer than anybody tells the same again, and than a token lives.
inline constexpr WallMs kRememberToldMs = WallMs{3} * 24 * 3600 * 1000;

/// False if it was known.
bool remember(Transaction& transaction, const Told& told);
/// Whether it was known or not, it counts as of now.
void remember_anew(Transaction& transaction, const Told& told);
bool is_remembered(Transaction& transaction, std::initializer_list<Told> any_of);
bool is_remembered_after(Transaction& transaction, const Told& told, WallMs at_ms);

}  // namespace hufu::mock
