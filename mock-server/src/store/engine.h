// What differs between the databases behind a connection: how it is opened and spoken to, and what
// its failures mean. The SQL itself differs in `Transaction::lock_rows` and in the migrations'
// `@serial`, nowhere else.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "store/channel.h"
#include "store/ear.h"
#include "store/transaction.h"

namespace soci {
class soci_error;
}

namespace hufu::mock {

class Engine {
 public:
  virtual ~Engine() = default;

  virtual Dialect dialect() const = 0;
  /// So many connections are worth having, each with a thread of its own.
  virtual std::size_t connections() const = 0;
  /// Opens a closed session, which has to outlive the channel. Throws soci::soci_error.
  virtual std::unique_ptr<Channel> open(soci::session& sql) const = 0;
  /// Whether the same work may go through when it is run again, having failed `failures` times:
  /// another transaction was in its way.
  virtual bool is_worth_repeating(const soci::soci_error& error, int failures) const = 0;
  /// Begins a transaction in which no other process migrates. Whoever asked for it commits it.
  virtual void begin_migration(soci::session& sql) const = 0;
  virtual bool hears_others() const = 0;
  /// One that hears what other processes tell; only where it `hears_others`. Blocks. Throws
  /// `DatabaseFailure`.
  virtual std::unique_ptr<Ear> listen() const = 0;
};

/// Throws `DatabaseFailure` for a URL of an unknown kind.
std::unique_ptr<Engine> make_engine(const std::string& url);

/// True for postgresql:// and postgres://.
bool is_postgresql_url(const std::string& url);

}  // namespace hufu::mock
