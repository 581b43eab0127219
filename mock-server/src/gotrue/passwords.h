// Passwords: which are good enough, and their hashing on a thread of its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <map>
#include <optional>
#include <string>

#include "settings/oddities.h"

namespace hufu::mock::gotrue {

class Passwords {
 public:
  ~Passwords();

  /// A place in the queue for as long as it lives; taken before anything else is done, and used on
  /// the network thread only. Hashing is slow on purpose, so the queue is short.
  class Place {
   public:
    /// Throws `Error` 429 for an address that has too many places, 503 where all together
    /// have.
    Place(Passwords& queue, const std::string& address);
    ~Place();
    Place(const Place&) = delete;

   private:
    Passwords& queue_;
    std::string address_;
  };

  boost::asio::awaitable<std::string> hash(std::string password);
  /// Without a hash as slow as with one, and false: who has an account is not to be heard (T8).
  boost::asio::awaitable<bool> matches(std::string password, std::optional<std::string> hash);

 private:
  // One thread: whoever sends many passwords waits for them, and nobody else does.
  boost::asio::thread_pool thread_{1};
  std::size_t waiting_ = 0;
  std::map<std::string, std::size_t> waiting_by_address_;
};

/// Throws `Error` 400 where it is too long to be one.
void require_possible_password(const std::string& password);
/// That, and throws `Error` 422 `weak_password` with reasons where it is shorter than asked for or
/// lacks characters.
void require_good_password(const std::string& password, const Oddities& oddities);

}  // namespace hufu::mock::gotrue
