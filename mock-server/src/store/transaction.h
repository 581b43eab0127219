// One transaction: its statements, the moment it began, and what differs between the databases.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "store/prepared.h"
#include "store/statement.h"

namespace soci {
class session;
}

namespace hufu::mock {

class Connection;
enum class Dialect { sqlite, postgresql };

/// On which PostgreSQL's processes tell each other.
inline constexpr const char* kNewsChannel = "hufu_news";

class Transaction {
 public:
  Transaction(Connection& connection, Dialect dialect, WallMs offset_ms)
      : connection_(connection), dialect_(dialect), offset_ms_(offset_ms) {}
  Transaction(const Transaction&) = delete;

  /// For what is seldom asked: each statement is a trip to PostgreSQL, and so is what had not
  /// reached it yet.
  soci::session& sql();
  /// This connection's own `Query`, prepared when it is first asked for.
  template <class Query>
  Query& prepared() {
    return prepared_queries().of<Query>(*this);
  }
  /// For such a query, of itself and its members.
  std::unique_ptr<Statement> prepare(const std::string& sql, const Fields& parameters,
                                     const Fields& columns = {});
  Dialect dialect() const { return dialect_; }
  /// The database's clock plus what control added; the same throughout the transaction. All expiry
  /// is judged by it. On PostgreSQL a trip, unless something was asked already.
  WallMs now_ms();
  /// Appended to a SELECT whose rows are about to change. SQLite's writing transaction holds the
  /// whole file already.
  const char* lock_rows() const { return dialect_ == Dialect::postgresql ? " FOR UPDATE" : ""; }
  /// What has this id is not as it was: whoever waits for it hears so once this is committed, on
  /// PostgreSQL in other processes, too.
  void tell(const std::string& id);
  std::vector<std::string> take_news() { return std::exchange(news_, {}); }

 private:
  Prepared& prepared_queries();

  Connection& connection_;
  Dialect dialect_;
  WallMs offset_ms_;
  std::vector<std::string> news_;
};

}  // namespace hufu::mock
