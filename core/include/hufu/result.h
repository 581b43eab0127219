// Values or errors, without exceptions: the core is compiled without them (wasm size, core.md 1).
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "hufu/errors.h"

namespace hufu {

/// Why an operation failed. Never carries a token, a code or a body.
struct Error {
  Errc code = Errc::host_fault;
  std::string detail;         ///< More about this case: the server's own code, a header's name.
  double retry_after_ms = 0;  ///< Earliest sensible retry, from now; 0 where nothing is known.
  int http_status = 0;        ///< The status that led here; 0 if none did.

  Action action() const { return describe(code).action; }
  /// The table's sentence, followed by `detail` if there is one.
  std::string message() const;

  bool operator==(const Error&) const = default;
};

/// Either a `T` or an `Error`.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  Result(Errc code) : state_(std::in_place_index<1>, Error{code, {}, 0, 0}) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool is(Errc code) const { return state_.index() == 1 && error().code == code; }

  /// The value; only to be called where there is one.
  T& value() & { return *std::get_if<0>(&state_); }
  const T& value() const& { return *std::get_if<0>(&state_); }
  T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }

  /// The error; only to be called where there is one.
  Error& error() { return *std::get_if<1>(&state_); }
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

/// What an operation yields that has nothing to say.
struct Nothing {
  bool operator==(const Nothing&) const = default;
};

}  // namespace hufu
