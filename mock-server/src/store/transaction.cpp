// One transaction, on the connection that it has to itself.
#include "store/transaction.h"

#include "store/connections.h"

namespace hufu::mock {

soci::session& Transaction::sql() { return connection_.sql(); }

std::unique_ptr<Statement> Transaction::prepare(const std::string& sql, const Fields& parameters,
                                                const Fields& columns) {
  return connection_.channel().prepare(sql, parameters, columns);
}

WallMs Transaction::now_ms() { return connection_.channel().now_ms() + offset_ms_; }

Prepared& Transaction::prepared_queries() { return connection_.prepared(); }

}  // namespace hufu::mock
