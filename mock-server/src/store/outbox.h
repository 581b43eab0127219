// What is still to be told to applications: written in the transaction that made it true, sent
// after it.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct Letter {
  /// The same each time that it is sent.
  std::string id;
  std::string body;
  /// With this one.
  int tries = 0;
  /// When what it tells became true.
  WallMs made_ms = 0;
  /// When it was taken, and until when nobody else takes it.
  WallMs taken_ms = 0;
  WallMs lease_ends_ms = 0;
};

void put_into_outbox(Transaction& transaction, const std::string& body);
/// The one that is due for longest. Until its lease ends it is the caller's: of several servers one
/// sends it.
std::optional<Letter> take_letter(Transaction& transaction, WallMs lease_ms);
/// It has arrived, or never will.
void remove_letter(Transaction& transaction, const Letter& letter);
/// How many wait.
int count_letters(Transaction& transaction);
/// To be sent again; unless somebody else has taken it meanwhile.
void postpone_letter(Transaction& transaction, const Letter& letter, WallMs due_ms);

}  // namespace hufu::mock
