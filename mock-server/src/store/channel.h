// How one open connection speaks to its database.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "store/statement.h"

namespace hufu::mock {

/// All of it but `is_lost` and `may_have_committed` throws soci::soci_error.
class Channel {
 public:
  virtual ~Channel() = default;

  /// Begins a transaction that runs as if it were alone. The database may hear of it no sooner than
  /// of the first statement.
  virtual void begin() = 0;
  /// No transaction: each statement is one by itself.
  virtual void begin_apart() = 0;
  /// The database's time when it first answered.
  virtual WallMs now_ms() = 0;
  /// Until all of it has reached the database.
  virtual void settle() = 0;
  virtual void commit() = 0;
  virtual void roll_back() = 0;
  virtual bool is_lost() const = 0;
  /// Whether the database was asked to commit and has not said no.
  virtual bool may_have_committed() const = 0;
  /// The parameters are `$1`, `$2`, … in `sql`, in this order and each once. A statement with
  /// columns is a SELECT.
  virtual std::unique_ptr<Statement> prepare(const std::string& sql, const Fields& parameters,
                                             const Fields& columns) = 0;
};

}  // namespace hufu::mock
