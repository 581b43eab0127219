// Requests that are held until there is news of what they ask about.
#include "people/waits.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace hufu::mock {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kMostOfOne = 8;

}  // namespace

Waits::Waits(asio::io_context& network) : network_(network) {}

void Waits::wake(const std::string& id) {
  const auto [first, last] = book_->equal_range(id);
  for (auto place = first; place != last; ++place)
    place->second->wake();
}

void Waits::wake_all() {
  for (const auto& [id, watch] : *book_)
    watch->wake();
}

bool Waits::empty() const { return book_->empty(); }

bool Waits::is_crowded(const std::string& id) const { return book_->count(id) >= kMostOfOne; }

std::multimap<std::string, std::string> Waits::waited_for() const {
  std::multimap<std::string, std::string> states;
  for (const auto& [id, watch] : *book_)
    states.emplace(id, watch->state_);
  return states;
}

Watch::Watch(Waits& waits, std::string id)
    : book_(waits.book_), place_(book_->emplace(std::move(id), this)), timer_(waits.network_) {}

Watch::~Watch() { book_->erase(place_); }

asio::awaitable<void> Watch::wait(std::string state, std::chrono::milliseconds at_most) {
  state_ = std::move(state);
  if (!has_news_) {
    boost::system::error_code ignored;
    timer_.expires_after(at_most);
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  has_news_ = false;
}

void Watch::wake() {
  has_news_ = true;
  timer_.cancel();
}

}  // namespace hufu::mock
