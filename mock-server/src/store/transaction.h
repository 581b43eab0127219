// One transaction: the SQL session, the moment it began, and what differs between the databases.
#pragma once

#include <string>

#include "base/clock.h"
#include "store/prepared.h"

namespace soci {
class session;
}

namespace hufu::mock {

enum class Dialect { sqlite, postgresql };

class Transaction {
 public:
  Transaction(soci::session& sql, Prepared& prepared, Dialect dialect, WallMs now_ms)
      : sql_(sql), prepared_(prepared), dialect_(dialect), now_ms_(now_ms) {}
  Transaction(const Transaction&) = delete;

  soci::session& sql() { return sql_; }
  /// This connection's own `Query`, prepared when it is first asked for.
  template <class Query>
  Query& prepared() {
    return prepared_.of<Query>(*this);
  }
  Dialect dialect() const { return dialect_; }
  /// The database's clock plus what control added; the same throughout the transaction. All expiry
  /// is judged by it.
  WallMs now_ms() const { return now_ms_; }
  /// Appended to a SELECT whose rows are about to change. SQLite's writing transaction holds the
  /// whole file already.
  const char* lock_rows() const { return dialect_ == Dialect::postgresql ? " FOR UPDATE" : ""; }

 private:
  soci::session& sql_;
  Prepared& prepared_;
  Dialect dialect_;
  WallMs now_ms_;
};

}  // namespace hufu::mock
