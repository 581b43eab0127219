// Statements that are asked once and left no trace of on the connection: for what is seldom asked
// with parameters, where somebody wants to know how many rows it changed, or there are many.
#pragma once

#include <soci/soci.h>

#include <string>

#include "store/transaction.h"

namespace hufu::mock {

/// `values` are SOCI's: `soci::use`, and `soci::into` for columns.
template <class... Values>
soci::statement unprepared(Transaction& transaction, const std::string& sql,
                           const Values&... values) {
  soci::statement statement(transaction.sql());
  (statement.exchange(values), ...);
  statement.alloc();
  statement.prepare(sql, soci::details::st_one_time_query);
  statement.define_and_bind();
  return statement;
}

/// How many it changed.
template <class... Values>
int change_rows(Transaction& transaction, const std::string& sql, const Values&... values) {
  soci::statement statement = unprepared(transaction, sql, values...);
  statement.execute(true);
  return static_cast<int>(statement.get_affected_rows());
}

/// Calls `take()` for each row, which is in its fields then.
template <class Take, class... Values>
void take_rows(Transaction& transaction, const std::string& sql, Take take,
               const Values&... values) {
  soci::statement statement = unprepared(transaction, sql, values...);
  statement.execute();
  while (statement.fetch())
    take();
}

}  // namespace hufu::mock
