// Passwords: which are good enough, and their hashing on a thread of its own.
#include "gotrue/passwords.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "crypto/password.h"
#include "gotrue/errors.h"
#include "people/limits.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kLongestPasswordBytes = 72;  // all that GoTrue's bcrypt looks at

constexpr std::size_t kMostWaiting = 64;
constexpr std::size_t kMostOfOneAddress = 16;

Error busy(int status, const char* code, const char* message) {
  Error error(status, code, message);
  error.retry_after = 2;
  return error;
}

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

std::vector<std::string> wanted_characters(PasswordCharacters choice) {
  const std::string lower = "abcdefghijklmnopqrstuvwxyz";
  const std::string upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string digits = "0123456789";
  switch (choice) {
    case PasswordCharacters::any: break;
    case PasswordCharacters::letters_digits: return {lower + upper, digits};
    case PasswordCharacters::lower_upper_letters_digits: return {lower, upper, digits};
    case PasswordCharacters::lower_upper_letters_digits_symbols:
      return {lower, upper, digits, "!@#$%^&*()_+-=[]{};'\\:\"|<>?,./`~"};
  }
  return {};
}

bool has_one_of_each(const std::string& password, const std::vector<std::string>& sets) {
  return std::ranges::all_of(sets, [&](const std::string& set) {
    return password.find_first_of(set) != std::string::npos;
  });
}

std::string describe_characters(const std::vector<std::string>& sets) {
  std::string list;
  for (const std::string& set : sets)
    list += (list.empty() ? "" : ", ") + set;
  return "Password should contain at least one character of each: " + list + ".";
}

}  // namespace

Passwords::~Passwords() {
  thread_.stop();
  thread_.join();
}

Passwords::Place::Place(Passwords& queue, const std::string& address)
    : queue_(queue), address_(limited_address(address)) {
  if (queue_.waiting_ >= kMostWaiting)
    throw busy(503, "unexpected_failure", "Too many passwords at once. Try again soon.");
  std::size_t& own = queue_.waiting_by_address_[address_];
  if (own >= kMostOfOneAddress)
    throw busy(429, "over_request_rate_limit", "Request rate limit reached");
  ++own;
  ++queue_.waiting_;
}

Passwords::Place::~Place() {
  --queue_.waiting_;
  const auto own = queue_.waiting_by_address_.find(address_);
  if (--own->second == 0) queue_.waiting_by_address_.erase(own);
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

void require_possible_password(const std::string& password) {
  if (password.size() > kLongestPasswordBytes)
    throw validation_failed("Password cannot be longer than 72 characters");
}

void require_good_password(const std::string& password, const Oddities& oddities) {
  require_possible_password(password);
  Error error(422, "weak_password", "");
  if (password.size() < static_cast<std::size_t>(oddities.shortest_password)) {
    error.reasons.push_back("length");
    error.message = "Password should be at least " + std::to_string(oddities.shortest_password) +
                    " characters.";
  }
  const std::vector<std::string> wanted = wanted_characters(oddities.password_characters);
  if (!has_one_of_each(password, wanted)) {
    error.reasons.push_back("characters");
    error.message += (error.message.empty() ? "" : " ") + describe_characters(wanted);
  }
  if (!error.reasons.empty()) throw error;
}

}  // namespace hufu::mock::gotrue
