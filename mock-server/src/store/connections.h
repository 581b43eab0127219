// The open connections of one database: each is lent to one thread at a time, and opened again when
// it broke.
#pragma once

#include <soci/soci.h>

#include <memory>
#include <mutex>
#include <vector>

#include "store/engine.h"
#include "store/prepared.h"

namespace hufu::mock {

class Connection {
 public:
  explicit Connection(const Engine& engine) : engine_(engine) {}

  soci::session& sql() { return sql_; }
  Prepared& prepared() { return prepared_; }
  /// Throws soci::soci_error. A connection that broke while nobody used it is opened again.
  WallMs begin();
  void commit();
  /// Never throws: a transaction that cannot be undone here ends with its connection.
  void roll_back() noexcept;
  void open_if_closed();

 private:
  const Engine& engine_;
  soci::session sql_;
  Prepared prepared_;
  bool is_open_ = false;
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
