// Wakes coroutines that wait for something to change in this process.
#include "people/signal.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace hufu::mock {

namespace asio = boost::asio;

Signal::Signal(asio::io_context& network) : network_(network) {}

void Signal::notify() {
  for (asio::steady_timer* timer : waiting_)
    timer->cancel();
}

asio::awaitable<void> Signal::wait(std::chrono::milliseconds at_most) {
  asio::steady_timer timer(network_, at_most);
  const auto place = waiting_.insert(waiting_.end(), &timer);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  waiting_.erase(place);
}

}  // namespace hufu::mock
