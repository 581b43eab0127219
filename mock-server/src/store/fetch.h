// Reading with a prepared statement.
#pragma once

#include <soci/soci.h>

namespace hufu::mock {

/// Runs a statement that finds one row at most; true if it is in the bound members now. Goes on to
/// the end, or SQLite would keep the rows locked for a reader that does not come.
inline bool fetch_one(soci::statement& statement) {
  statement.execute();
  const bool found = statement.fetch();
  if (found) statement.fetch();
  return found;
}

}  // namespace hufu::mock
