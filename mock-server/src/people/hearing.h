// Hears of what other processes at the same database have changed.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <chrono>
#include <string>

#include "people/waits.h"
#include "store/database.h"

namespace hufu::mock {

/// On PostgreSQL it listens, and wakes whoever waits for what it hears of. Behind a pooler that
/// lends connections for a transaction one may listen and hears nothing, and a line may be dead
/// without a word: so it tells itself something now and then, and until it has heard that it looks
/// once a second, with one question for all who wait. Belongs to the network thread.
class Hearing {
 public:
  Hearing(Database& database, Waits& waits, boost::asio::io_context& network);

  /// These go on for as long as the server lives.
  boost::asio::awaitable<void> listen_for_ever();
  boost::asio::awaitable<void> look_for_ever();

 private:
  boost::asio::awaitable<void> listen();
  boost::asio::awaitable<void> look();
  boost::asio::awaitable<void> look_at_all();
  boost::asio::awaitable<void> tell_itself();
  boost::asio::awaitable<void> pause();
  void hear(const std::string& id);
  std::chrono::steady_clock::duration heard_ago() const;

  Database& database_;
  Waits& waits_;
  boost::asio::io_context& network_;
  /// What it tells itself; nobody waits for that.
  const std::string word_;
  std::chrono::steady_clock::time_point heard_{};
  bool was_sure_ = false;
  int untold_ = 0;
  boost::asio::posix::stream_descriptor* line_ = nullptr;
};

}  // namespace hufu::mock
