// Wakes coroutines that wait for something to change in this process.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>

namespace hufu::mock {

/// Belongs to the network thread.
class Signal {
 public:
  explicit Signal(boost::asio::io_context& network);

  /// Wakes all who wait now.
  void notify();
  /// Returns after `notify` or after `at_most`. May return early: look again at what you wait for.
  boost::asio::awaitable<void> wait(std::chrono::milliseconds at_most);

 private:
  boost::asio::io_context& network_;
  std::list<boost::asio::steady_timer*> waiting_;
};

}  // namespace hufu::mock
