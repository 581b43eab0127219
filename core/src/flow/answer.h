// What a host has answered, checked against what was asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hufu/result.h"
#include "text/json.h"

namespace hufu::flow {

/// What an answer has to hold.
enum class Expected : std::uint8_t {
  done,        ///< Nothing.
  head,        ///< `status`, `headers`
  reply,       ///< `status`, `headers`, `body`
  value,       ///< `value`, which may be missing
  bytes,       ///< `bytes`
  credential,  ///< `credential`, and what WeChat says of the person, if it does
};

struct Answer {
  std::optional<Error> error = {};  ///< Why the host could not.
  int status = 0;
  json::Value headers = {};  ///< `[["name","value"],…]`
  std::string text = {};     ///< The body, value, bytes or credential.
  json::Value rest = {};     ///< What else came with a credential.

  explicit operator bool() const { return !error; }
  bool is(Errc code) const { return error && error->code == code; }
  /// The value of the first header of that name, in any case; empty if there is none.
  std::string_view header(std::string_view name) const;

  Answer() = default;
  Answer(Answer&&) noexcept = default;
  Answer& operator=(Answer&&) noexcept = default;
  ~Answer();
};

/// An answer that does not fit becomes the error `host_fault`, so that whoever waits is told.
Answer read_answer(Expected expected, json::Value answer);

}  // namespace hufu::flow
