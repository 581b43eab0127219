// Wakes whoever sends what is in the outbox.
#pragma once

#include "people/signal.h"

namespace hufu::mock {

/// Belongs to the network thread. Rung while somebody looks, it is not missed.
class Mailbell {
 public:
  explicit Mailbell(boost::asio::io_context& network) : signal_(network) {}

  void ring() {
    ++count_;
    signal_.notify();
  }
  unsigned long count() const { return count_; }
  boost::asio::awaitable<void> wait_unless_rung_since(unsigned long count,
                                                      std::chrono::milliseconds at_most) {
    if (count == count_) co_await signal_.wait(at_most);
  }

 private:
  Signal signal_;
  unsigned long count_ = 0;
};

}  // namespace hufu::mock
