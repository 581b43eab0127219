// Values or errors, without exceptions: the core is compiled without them (decision 0002).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "hufu/errors.h"

namespace hufu {

/// Bytes of a server's message that reach a person.
inline constexpr std::size_t kLongestServerMessage = 300;

/// Why an operation failed. Never carries a token, a code or a body.
struct Error {
  Errc code = Errc::host_fault;
  std::string detail;         ///< More about this case: the server's own code, a header's name.
  double retry_after_ms = 0;  ///< Earliest sensible retry, from now; 0 where nothing is known.
  int http_status = 0;        ///< The status that led here; 0 if none did.
  /// What the server said for people, in its own words and language; empty where it said nothing.
  /// Plain text of one line and at most `kLongestServerMessage` bytes, without tokens.
  std::string server_message = {};

  Action action() const { return describe(code).action; }
  /// The table's sentence, followed by `detail` if there is one, and by the seconds that a server
  /// has asked to wait.
  std::string message() const;
  /// The same in another language.
  std::string message(Language language) const;

  bool operator==(const Error&) const = default;
};

/// Either a `T` or an `Error`.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}
  Result(Errc code) : error_{code, {}, 0, 0} {}

  explicit operator bool() const { return value_.has_value(); }
  bool is(Errc code) const { return !value_ && error_.code == code; }

  /// The value; only to be called where there is one.
  T& value() & { return *value_; }
  const T& value() const& { return *value_; }
  T&& value() && { return *std::move(value_); }
  T& operator*() & { return *value_; }
  const T& operator*() const& { return *value_; }
  T&& operator*() && { return *std::move(value_); }
  T* operator->() { return &*value_; }
  const T* operator->() const { return &*value_; }

  /// The error; only to be called where there is one.
  Error& error() { return error_; }
  const Error& error() const { return error_; }

 private:
  std::optional<T> value_;
  Error error_;  ///< Meaningless beside a value.
};

/// What an operation yields that has nothing to say.
struct Nothing {
  bool operator==(const Nothing&) const = default;
};

}  // namespace hufu
