// The open connections of one database.
#include "store/connections.h"

namespace hufu::mock {

soci::session& Connection::sql() {
  channel_->settle();
  return sql_;
}

void Connection::open_if_closed() {
  if (is_open_) return;
  prepared_.clear();
  channel_.reset();
  sql_.close();
  channel_ = engine_.open(sql_);
  is_open_ = true;
}

void Connection::begin() {
  open_if_closed();
  channel_->begin();
}

void Connection::begin_apart() {
  open_if_closed();
  channel_->begin_apart();
}

void Connection::roll_back() noexcept {
  try {
    channel_->roll_back();
  } catch (const std::exception&) {
    // It is lost, or there was nothing to undo.
  }
  is_open_ = !channel_->is_lost();
  broke_early_ = !is_open_ && !channel_->may_have_committed();
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
