// When what has expired is taken away.
#include "people/sweeper.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/database.h"
#include "store/sweep.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kBetweenSweeps{60};
// Between two steps of one sweep everybody else has a turn.
constexpr std::chrono::milliseconds kBetweenSteps{50};

WallMs in_ms(std::chrono::seconds time) { return std::chrono::milliseconds(time).count(); }

RowLives lives_of(const Config& config) {
  return {in_ms(config.session_idle_life), in_ms(config.session_absolute_life),
          in_ms(config.audit_life), in_ms(config.relink_cool_down)};
}

asio::awaitable<SweptStep> sweep_once(ServerContext& context, std::string sessions_after) {
  const RowLives lives = lives_of(context.config);
  auto work = [lives, sessions_after](Transaction& transaction) {
    return sweep_some(transaction, lives, sessions_after);
  };
  co_return co_await context.database.run(std::move(work));
}

// A step of each table, and more where there was a whole one to take.
asio::awaitable<std::string> sweep_a_little(ServerContext& context, std::string sessions_after) {
  asio::steady_timer timer(context.network);
  for (;;) {
    const SweptStep step = co_await sweep_once(context, sessions_after);
    sessions_after = step.sessions_after;
    if (step.is_last) co_return sessions_after;
    timer.expires_after(kBetweenSteps);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

}  // namespace

asio::awaitable<void> sweep_for_ever(ServerContext& context) {
  asio::steady_timer timer(context.network);
  std::string sessions_after;
  for (;;) {
    timer.expires_after(kBetweenSweeps);
    co_await timer.async_wait(asio::use_awaitable);
    try {
      sessions_after = co_await sweep_a_little(context, sessions_after);
    } catch (const std::exception&) {
      // The database is away or busy: there is another minute.
    } catch (const DatabaseFailure&) {
    }
  }
}

asio::awaitable<std::map<std::string, int>> sweep_everything(ServerContext& context) {
  std::map<std::string, int> removed;
  std::string sessions_after;
  for (;;) {
    const SweptStep step = co_await sweep_once(context, sessions_after);
    for (const auto& [table, rows] : step.removed)
      removed[table] += rows;
    sessions_after = step.sessions_after;
    if (step.is_last && sessions_after.empty()) co_return removed;
  }
}

}  // namespace hufu::mock
