// One transaction, on the connection that it has to itself.
#include "store/transaction.h"

#include "store/connections.h"

namespace hufu::mock {
namespace {

// Of the transaction: where it is rolled back, nobody is told.
struct Notification {
  explicit Notification(Transaction& transaction)
      : statement(transaction.prepare("SELECT pg_notify($1, $2)", {&channel, &id})) {}

  std::string channel = kNewsChannel;
  std::string id;
  std::unique_ptr<Statement> statement;
};

}  // namespace

soci::session& Transaction::sql() { return connection_.sql(); }

std::unique_ptr<Statement> Transaction::prepare(const std::string& sql, const Fields& parameters,
                                                const Fields& columns) {
  return connection_.channel().prepare(sql, parameters, columns);
}

WallMs Transaction::now_ms() { return connection_.channel().now_ms() + offset_ms_; }

void Transaction::tell(const std::string& id) {
  news_.push_back(id);
  if (dialect_ != Dialect::postgresql) return;
  auto& notification = prepared<Notification>();
  notification.id = id;
  notification.statement->execute();
}

Prepared& Transaction::prepared_queries() { return connection_.prepared(); }

}  // namespace hufu::mock
