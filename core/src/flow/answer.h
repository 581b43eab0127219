// What a host has answered, checked against what was asked.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/fault.h"
#include "base/ref.h"
#include "base/value.h"

namespace hufu::flow {

/// What an answer has to hold.
enum class Expected : std::uint8_t {
  done,        ///< Nothing.
  head,        ///< `status`, `headers`
  reply,       ///< `status`, `headers`, `body`
  lock,        ///< Nothing: the lock was got.
  value,       ///< `value`, which may be missing
  bytes,       ///< `bytes`
  credential,  ///< `credential`, and what WeChat says of the person, if it does
};

/// What was said, or why there is nothing.
struct Said {
  Fault fault;
  int status = 0;
  Value headers;  ///< `[["name","value"],…]`
  Text text;      ///< The body, value, bytes or credential.
  Value whole;    ///< A credential's whole answer: what WeChat says of the person stands in it.
  Word about;     ///< As it was asked with.
};

class HUFU_WORD Answer : public Ref<Said> {
 public:
  using Ref::Ref;
  Answer() : Answer(Said()) {}
  explicit Answer(Said said) : Ref(make(std::move(said))) {}

  explicit operator bool() const { return !get()->fault; }
  bool is(Errc code) const { return get()->fault.is(code); }
  /// The value of the first header of that name, in any case; empty if there is none.
  Text header(std::string_view name) const;
};

/// An answer that does not fit becomes the error `host_fault`, so that whoever waits is told.
Answer read_answer(Expected expected, const Value& answer);

}  // namespace hufu::flow
