// The open connections of one database: each is lent to one thread at a time, and opened again when
// it broke.
#pragma once

#include <soci/soci.h>

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "store/channel.h"
#include "store/engine.h"
#include "store/prepared.h"

namespace hufu::mock {

class Connection {
 public:
  explicit Connection(const Engine& engine) : engine_(engine) {}

  /// For a statement that comes after all those before it.
  soci::session& sql();
  Channel& channel() { return *channel_; }
  Prepared& prepared() { return prepared_; }
  /// These throw soci::soci_error.
  void begin();
  void begin_apart();
  void commit() { channel_->commit(); }
  /// Never throws: a transaction that cannot be undone here ends with its connection.
  void roll_back() noexcept;
  void open_if_closed();
  /// It was lost, while nobody used it perhaps, before anything was committed: the same work may
  /// run on a new one. Says so once.
  bool broke_early() { return std::exchange(broke_early_, false); }

 private:
  const Engine& engine_;
  soci::session sql_;
  std::unique_ptr<Channel> channel_;
  Prepared prepared_;
  bool is_open_ = false;
  bool broke_early_ = false;
};

class Connections {
 public:
  explicit Connections(const Engine& engine);

  /// Gives a connection away and takes it back when it goes out of scope. There is one for each
  /// database thread, so nobody waits.
  class Loan {
   public:
    explicit Loan(Connections& from);
    ~Loan();
    Loan(const Loan&) = delete;
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_; }

   private:
    Connections& from_;
    Connection* connection_;
  };

 private:
  std::vector<std::unique_ptr<Connection>> all_;
  std::mutex mutex_;
  std::vector<Connection*> free_;
};

}  // namespace hufu::mock
