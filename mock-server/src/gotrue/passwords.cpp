// Passwords: which are good enough, and their hashing on a thread of its own.
#include "gotrue/passwords.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "crypto/password.h"
#include "gotrue/errors.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kShortestBytes = 8;
constexpr std::size_t kLongestBytes = 256;

asio::awaitable<std::string> hash_here(std::string password) { co_return hash_password(password); }

asio::awaitable<bool> match_here(std::string password, std::string hash) {
  co_return matches_password(password, hash);
}

// Of a password that nobody has.
const std::string& nobodys_hash() {
  static const std::string hash =
      "$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAAAAAAAA$" + std::string(43, 'A');
  return hash;
}

}  // namespace

Passwords::~Passwords() {
  thread_.stop();
  thread_.join();
}

asio::awaitable<std::string> Passwords::hash(std::string password) {
  auto work = hash_here(std::move(password));
  co_return co_await asio::co_spawn(thread_, std::move(work), asio::use_awaitable);
}

asio::awaitable<bool> Passwords::matches(std::string password, std::optional<std::string> hash) {
  const bool known = hash.has_value();
  auto work = match_here(std::move(password), hash.value_or(nobodys_hash()));
  const bool matched = co_await asio::co_spawn(thread_, std::move(work), asio::use_awaitable);
  co_return known&& matched;
}

void require_good_password(const std::string& password) {
  if (password.size() > kLongestBytes)
    throw validation_failed("Password cannot be longer than 256 bytes");
  if (password.size() >= kShortestBytes) return;
  GotrueError error(422, "weak_password", "Password should be at least 8 characters.");
  error.reasons.push_back("length");
  throw error;
}

}  // namespace hufu::mock
