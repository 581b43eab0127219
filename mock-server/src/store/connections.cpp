// The open connections of one database.
#include "store/connections.h"

namespace hufu::mock {

void Connection::open_if_closed() {
  if (is_open_) return;
  prepared_.clear();
  sql_.close();
  engine_.open(sql_);
  is_open_ = true;
}

WallMs Connection::begin() {
  open_if_closed();
  try {
    return engine_.begin(sql_);
  } catch (const soci::soci_error&) {
    // The database was restarted, perhaps. Nothing has been done yet, so a new connection may.
    if (!engine_.is_lost(sql_)) throw;
    is_open_ = false;
  }
  open_if_closed();
  return engine_.begin(sql_);
}

void Connection::commit() { sql_ << "COMMIT"; }

void Connection::roll_back() noexcept {
  try {
    sql_ << "ROLLBACK";
  } catch (const std::exception&) {
    is_open_ = !engine_.is_lost(sql_);
  }
}

Connections::Connections(const Engine& engine) {
  for (std::size_t index = 0; index < engine.connections(); ++index) {
    all_.push_back(std::make_unique<Connection>(engine));
    all_.back()->open_if_closed();
    free_.push_back(all_.back().get());
  }
}

Connections::Loan::Loan(Connections& from) : from_(from) {
  const std::lock_guard hold(from_.mutex_);
  connection_ = from_.free_.back();
  from_.free_.pop_back();
}

Connections::Loan::~Loan() {
  const std::lock_guard hold(from_.mutex_);
  from_.free_.push_back(connection_);
}

}  // namespace hufu::mock
