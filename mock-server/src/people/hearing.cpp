// Hears of what other processes at the same database have changed.
#include "people/hearing.h"

#include <unistd.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>
#include <utility>
#include <vector>

#include "crypto/random.h"
#include "store/ear.h"
#include "store/waited_states.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kBetweenLooks{1};
constexpr std::chrono::seconds kTellAfter{5};
constexpr std::chrono::seconds kUnsureAfter{8};
// So many seconds without its own word, and again so many, make it begin anew.
constexpr int kPatience = 3;
constexpr int kLongPatience = 30;
// Of one question; between two of them everybody else has a turn.
constexpr std::size_t kIdsAtOnce = 250;

}  // namespace

Hearing::Hearing(Database& database, Waits& waits, asio::io_context& network)
    : database_(database), waits_(waits), network_(network), word_("hufu-" + random_hex(16)) {}

asio::awaitable<void> Hearing::listen_for_ever() {
  while (database_.hears_others()) {
    try {
      co_await listen();
    } catch (const DatabaseFailure&) {
      // It is away: whoever asks for anything hears so.
    } catch (const std::exception&) {
      // There are no descriptors left, for example: until it hears again it looks.
    }
    line_ = nullptr;
    heard_ = {};
    co_await pause();
  }
}

asio::awaitable<void> Hearing::listen() {
  const std::unique_ptr<Ear> ear = co_await database_.listen();
  // libpq closes its own.
  asio::posix::stream_descriptor line(network_, ::dup(ear->socket()));
  line_ = &line;
  boost::system::error_code error;
  while (!error) {
    co_await line.async_wait(asio::posix::stream_descriptor::wait_read,
                             asio::redirect_error(asio::use_awaitable, error));
    const auto ids = ear->take();
    if (!ids) break;
    for (const std::string& id : *ids)
      hear(id);
  }
}

asio::awaitable<void> Hearing::look_for_ever() {
  for (;;) {
    co_await pause();
    if (waits_.empty()) continue;
    try {
      co_await look();
    } catch (const std::exception&) {
      // The database is away or busy: there is another second.
    } catch (const DatabaseFailure&) {
    }
  }
}

asio::awaitable<void> Hearing::look() {
  const bool is_sure = heard_ago() < kUnsureAfter;
  // Once more when it has just begun to hear: between the last look and that it heard nothing.
  if (!is_sure || !was_sure_) co_await look_at_all();
  was_sure_ = is_sure;
  if (database_.hears_others() && heard_ago() > kTellAfter) co_await tell_itself();
}

asio::awaitable<void> Hearing::look_at_all() {
  const std::multimap<std::string, std::string> waited_for = waits_.waited_for();
  for (auto next = waited_for.begin(); next != waited_for.end();) {
    const auto first = next;
    std::vector<std::string> ids;
    for (; next != waited_for.end() && ids.size() < kIdsAtOnce; ++next)
      ids.push_back(next->first);
    auto work = [ids](Transaction& transaction) { return states_of(transaction, ids); };
    const std::map<std::string, std::string> states = co_await database_.look(std::move(work));
    for (auto one = first; one != next; ++one) {
      const auto state = states.find(one->first);
      if (state != states.end() && state->second != one->second) waits_.wake(one->first);
    }
  }
}

asio::awaitable<void> Hearing::tell_itself() {
  if (++untold_ % kLongPatience == kPatience && line_ != nullptr) line_->cancel();
  auto work = [word = word_](Transaction& transaction) { transaction.tell(word); };
  co_await database_.run(std::move(work));
}

asio::awaitable<void> Hearing::pause() {
  asio::steady_timer timer(network_, kBetweenLooks);
  co_await timer.async_wait(asio::use_awaitable);
}

void Hearing::hear(const std::string& id) {
  if (id != word_) return waits_.wake(id);
  heard_ = Steady::now();
  untold_ = 0;
}

Steady::duration Hearing::heard_ago() const { return Steady::now() - heard_; }

}  // namespace hufu::mock
