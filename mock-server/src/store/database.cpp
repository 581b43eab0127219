// Runs pieces of SQL work as transactions on database threads.
#include "store/database.h"

#include <soci/soci.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <random>
#include <thread>
#include <utility>

#include "store/connections.h"
#include "store/engine.h"
#include "store/migrations.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;
using Begin = void (Connection::*)();
using News = std::vector<std::string>;

// So long a transaction makes way for others before its caller is told to come back later.
constexpr std::chrono::seconds kPatience{5};
constexpr int kLongestPauseMs = 20;

// Those who were in each other's way come back at different moments.
void make_way(int failures) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int most = std::min(failures, kLongestPauseMs);
  std::this_thread::sleep_for(
      std::chrono::microseconds(std::uniform_int_distribution(0, most * 1000)(random)));
}

}  // namespace

bool DatabaseFailure::was_locked() const {
  for (const char* words : {"database is locked", "lock timeout", "could not obtain lock"}) {
    if (reason.find(words) != std::string::npos) return true;
  }
  return false;
}

struct Database::Parts {
  Parts(const std::string& url, const Clock& server_clock)
      : clock(server_clock),
        engine(make_engine(url)),
        connections(*engine),
        threads(engine->connections()) {}

  // The work as one transaction, again and again while others are in its way. Only what is
  // committed has happened, so running it again repeats nothing.
  News execute(const Job& job, Begin begin) {
    Connections::Loan connection(connections);
    const Steady::time_point end = Steady::now() + kPatience;
    for (int failures = 1;; ++failures) {
      try {
        return execute_once(*connection, job, begin);
      } catch (const soci::soci_error& error) {
        // The database was restarted, perhaps: once more, on a new connection.
        const bool is_worth_it = (connection->broke_early() && failures == 1) ||
                                 engine->is_worth_repeating(error, failures);
        if (!is_worth_it || Steady::now() > end) throw DatabaseFailure(error.get_error_message());
      }
      make_way(failures);
    }
  }

  News execute_once(Connection& connection, const Job& job, Begin begin) {
    (connection.*begin)();
    try {
      Transaction transaction(connection, engine->dialect(), clock.offset_ms());
      job(transaction);
      connection.commit();
      return transaction.take_news();
    } catch (...) {
      connection.roll_back();
      throw;
    }
  }

  void look_at_schema() {
    Connections::Loan connection(connections);
    execute_once(*connection, require_current, &Connection::begin);
  }

  void bring_up_to_date() {
    Connections::Loan connection(connections);
    engine->begin_migration(connection->sql());
    execute_once(*connection, migrate, &Connection::begin_apart);
    connection->sql() << "COMMIT";
  }

  const Clock& clock;
  std::unique_ptr<Engine> engine;
  Connections connections;
  asio::thread_pool threads;
  std::function<void(const std::string&)> hear = [](const std::string&) {};
};

Database::Database(const std::string& url, const Clock& clock, Schema schema) {
  try {
    parts_ = std::make_unique<Parts>(url, clock);
    if (schema == Schema::brought_up_to_date) parts_->bring_up_to_date();
    parts_->look_at_schema();
  } catch (const soci::soci_error& error) {
    throw DatabaseFailure(error.get_error_message());
  }
}

Database::~Database() {
  if (!parts_) return;
  parts_->threads.stop();
  parts_->threads.join();
}

asio::awaitable<void> Database::perform(std::shared_ptr<Job> job, Kind kind) {
  News news;
  Parts* parts = parts_.get();
  const Begin begin = kind == Kind::transaction ? &Connection::begin : &Connection::begin_apart;
  auto work = [parts, job, begin, &news] { news = parts->execute(*job, begin); };
  co_await run_there(std::move(work));
  for (const std::string& id : news)
    parts->hear(id);
}

asio::awaitable<void> Database::run_there(std::function<void()> work) {
  std::exception_ptr failure;
  auto start = [parts = parts_.get(), &work, &failure](auto handler) {
    auto home = asio::get_associated_executor(handler);
    auto guard = asio::make_work_guard(home);
    asio::post(parts->threads, [&work, &failure, home, guard = std::move(guard),
                                handler = std::move(handler)]() mutable {
      try {
        work();
      } catch (...) {
        failure = std::current_exception();
      }
      asio::post(home, std::move(handler));
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(start, asio::use_awaitable);
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<std::unique_ptr<Ear>> Database::listen() {
  std::unique_ptr<Ear> ear;
  auto work = [parts = parts_.get(), &ear] { ear = parts->engine->listen(); };
  co_await run_there(std::move(work));
  co_return std::move(ear);
}

bool Database::hears_others() const { return parts_->engine->hears_others(); }

asio::awaitable<void> Database::check() { co_await run(require_current); }

void Database::tell_news_to(std::function<void(const std::string& id)> hear) {
  parts_->hear = std::move(hear);
}

asio::awaitable<void> Database::clear() { co_await run(clear_tables); }

}  // namespace hufu::mock
