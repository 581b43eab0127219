// Runs pieces of SQL work as transactions on database threads, and hands their results back to the
// network thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "base/unavailable.h"
#include "store/ear.h"
#include "store/transaction.h"

namespace hufu::mock {

/// The database is away, locked for too long, or refused.
struct DatabaseFailure : Unavailable {
  explicit DatabaseFailure(std::string why)
      : Unavailable{"The database is not available. Try again soon.", std::move(why)} {}

  /// Somebody else held what the transaction needed, for longer than it waits.
  bool was_locked() const;
};

enum class Schema {
  /// Older tables are brought up to date, also when other processes do so at the same moment.
  brought_up_to_date,
  /// Older ones are refused: whoever changes tables is asked first.
  as_it_is,
};

class Database {
 public:
  /// Opens `url` (sqlite://FILE, sqlite://:memory:, postgresql://…). Throws `DatabaseFailure`, also
  /// for tables of a newer program.
  Database(const std::string& url, const Clock& clock, Schema schema = Schema::brought_up_to_date);
  ~Database();

  /// Runs `work(Transaction&)` as one transaction: committed when it returns, rolled back when it
  /// throws, and the exception goes on. Only SQL in there: on PostgreSQL it may run more than once.
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work, Transaction&>> run(Work work) {
    return run_as(Kind::transaction, std::move(work));
  }

  /// The same without a transaction, for work that asks one question: the answer to it is of one
  /// moment, and neither makes anybody wait nor is refused. A change after it holds by itself.
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work, Transaction&>> look(Work work) {
    return run_as(Kind::apart, std::move(work));
  }

  /// Throws `DatabaseFailure` where it is away or its tables are not of this program.
  boost::asio::awaitable<void> check();

  /// Empties all tables.
  boost::asio::awaitable<void> clear();

  /// A connection of its own that hears what transactions of all processes tell of; null where
  /// `hears_others` is false. Throws `DatabaseFailure`.
  boost::asio::awaitable<std::unique_ptr<Ear>> listen();
  bool hears_others() const;

  /// `hear` is called with each id that a committed transaction of this process told of, where
  /// whoever ran it goes on, and before.
  void tell_news_to(std::function<void(const std::string& id)> hear);

 private:
  using Job = std::function<void(Transaction&)>;
  enum class Kind { transaction, apart };
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work, Transaction&>> run_as(Kind kind, Work work);
  boost::asio::awaitable<void> perform(std::shared_ptr<Job> job, Kind kind);
  /// On a database thread.
  boost::asio::awaitable<void> run_there(std::function<void()> work);

  struct Parts;
  std::unique_ptr<Parts> parts_;
};

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work, Transaction&>> Database::run_as(Kind kind,
                                                                                  Work work) {
  using Value = std::invoke_result_t<Work, Transaction&>;
  if constexpr (std::is_void_v<Value>) {
    auto job = std::make_shared<Job>(std::move(work));
    co_await perform(job, kind);
  } else {
    // The frame outlives the job: `perform` resumes it only when the job is done.
    std::optional<Value> value;
    auto job = std::make_shared<Job>(
        [&value, &work](Transaction& transaction) { value.emplace(work(transaction)); });
    co_await perform(job, kind);
    co_return std::move(*value);
  }
}

}  // namespace hufu::mock
