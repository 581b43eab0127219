// Everybody, a page at a time: for an application's own server.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/transaction.h"
#include "store/users.h"

namespace hufu::mock {

struct PeopleQuestion {
  /// Part of an e-mail address or a name; empty: everybody.
  std::string filter;
  bool oldest_first = false;
  std::int64_t skipped = 0;
  std::int64_t most = 50;
};

struct PeoplePage {
  std::vector<User> users;
  /// On all pages together.
  std::int64_t total = 0;
};

/// Also those whose accounts were closed; not those who became somebody else.
PeoplePage list_people(Transaction& transaction, const PeopleQuestion& question);

}  // namespace hufu::mock
