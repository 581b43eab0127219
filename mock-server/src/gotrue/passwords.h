// Passwords: which are good enough, and their hashing on a thread of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <optional>
#include <string>

namespace hufu::mock {

class Passwords {
 public:
  ~Passwords();

  boost::asio::awaitable<std::string> hash(std::string password);
  /// Without a hash as slow as with one, and false: who has an account is not to be heard (A8).
  boost::asio::awaitable<bool> matches(std::string password, std::optional<std::string> hash);

 private:
  // One thread: whoever sends many passwords waits for them, and nobody else does.
  boost::asio::thread_pool thread_{1};
};

/// Throws `GotrueError` 422 `weak_password`, or 400 where it is too long to be one.
void require_good_password(const std::string& password);

}  // namespace hufu::mock
