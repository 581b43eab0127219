// Runs pieces of SQL work as transactions on database threads.
#include "store/database.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "store/migrations.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kSqlitePrefix = "sqlite://";

std::string connection_text(const std::string& url) {
  if (!url.starts_with(kSqlitePrefix)) throw DatabaseFailure{"only sqlite:// is built in"};
  return "db=" + url.substr(kSqlitePrefix.size()) + " timeout=5";
}

// A writer waits for a moment instead of failing; a commit is durable against a crash of the
// process, which is what a mock server has to survive.
void prepare_connection(soci::session& sql) {
  sql << "PRAGMA journal_mode=WAL";
  sql << "PRAGMA synchronous=NORMAL";
  sql << "PRAGMA foreign_keys=ON";
}

}  // namespace

struct Database::Parts {
  Parts(const std::string& url, const Clock& server_clock)
      : clock(server_clock), sessions(kThreads), threads(kThreads) {
    for (std::size_t index = 0; index < kThreads; ++index) {
      soci::session& sql = sessions.at(index);
      sql.open(soci::sqlite3, connection_text(url));
      prepare_connection(sql);
    }
  }

  WallMs database_now(soci::session&) const { return clock.now_ms(); }

  // One transaction, on a database thread.
  void execute(const Job& job) {
    try {
      soci::session sql(sessions);
      sql << "BEGIN IMMEDIATE";
      try {
        Transaction transaction(sql, Dialect::sqlite, database_now(sql));
        job(transaction);
        sql << "COMMIT";
      } catch (...) {
        sql << "ROLLBACK";
        throw;
      }
    } catch (const soci::soci_error& error) {
      throw DatabaseFailure{error.get_error_message()};
    }
  }

  // SQLite has one writer: more threads would only wait for each other, and ":memory:" is one
  // connection's own.
  static constexpr std::size_t kThreads = 1;

  const Clock& clock;
  soci::connection_pool sessions;
  asio::thread_pool threads;
};

Database::Database(const std::string& url, const Clock& clock) {
  try {
    parts_ = std::make_unique<Parts>(url, clock);
    parts_->execute([](Transaction& transaction) { migrate(transaction); });
  } catch (const soci::soci_error& error) {
    throw DatabaseFailure{error.get_error_message()};
  }
}

Database::~Database() {
  if (!parts_) return;
  parts_->threads.stop();
  parts_->threads.join();
}

asio::awaitable<void> Database::perform(std::shared_ptr<Job> job) {
  std::exception_ptr failure;
  Parts* parts = parts_.get();
  auto start = [parts, job, &failure](auto handler) {
    auto home = asio::get_associated_executor(handler);
    auto work = asio::make_work_guard(home);
    asio::post(parts->threads, [parts, job, &failure, home, work = std::move(work),
                                handler = std::move(handler)]() mutable {
      try {
        parts->execute(*job);
      } catch (...) {
        failure = std::current_exception();
      }
      asio::post(home, std::move(handler));
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(start, asio::use_awaitable);
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<void> Database::clear() { co_await run(clear_tables); }

}  // namespace hufu::mock
