// Requests that are held until there is news of what they ask about.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

namespace hufu::mock {

class Watch;

/// Who waits, by the id of what they wait for: news of one thing wakes nobody else. Belongs to the
/// network thread.
class Waits {
 public:
  explicit Waits(boost::asio::io_context& network);

  void wake(const std::string& id);
  /// For what no id says: the clock was moved, the server ends.
  void wake_all();
  bool empty() const;
  /// Whether as many wait for it as may. Of one page these are a few, and how many sign-ins one
  /// begins is limited: so is how many connections one holds.
  bool is_crowded(const std::string& id) const;
  /// What is waited for, and in which state it was when somebody began to wait.
  std::multimap<std::string, std::string> waited_for() const;

 private:
  friend class Watch;
  using Book = std::unordered_multimap<std::string, Watch*>;

  boost::asio::io_context& network_;
  /// It lives on with the last watch: what is left of a network that has stopped goes last of all.
  std::shared_ptr<Book> book_ = std::make_shared<Book>();
};

/// One who waits. From when it is made no news is missed: look once more before the first `wait`.
class Watch {
 public:
  Watch(Waits& waits, std::string id);
  ~Watch();
  Watch(const Watch&) = delete;

  /// Returns after news, also of before, or after `at_most`. It may return early: look again.
  /// `state` is what the row had: by it changes are found of which nobody could tell this process.
  boost::asio::awaitable<void> wait(std::string state, std::chrono::milliseconds at_most);

 private:
  friend class Waits;
  void wake();

  std::shared_ptr<Waits::Book> book_;
  Waits::Book::iterator place_;
  boost::asio::steady_timer timer_;
  std::string state_;
  bool has_news_ = false;
};

}  // namespace hufu::mock
