// Why something did not work, in one word; and a value or that.
#pragma once

#include <string_view>
#include <utility>

#include "base/ref.h"
#include "base/text.h"
#include "hufu/errors.h"

namespace hufu {

/// What `hufu::Error` says.
struct Facts {
  Errc code = Errc::host_fault;
  Text detail = {};
  double retry_after_ms = 0;
  int http_status = 0;
  Text server_message = {};
};

/// `hufu::Error` inside the core; null where all went well. Never carries a token, a code or a
/// body.
class HUFU_WORD Fault : public Ref<Facts> {
 public:
  Fault() = default;
  HUFU_ONCE Fault(Errc code) : Fault(Facts{code}) {}
  HUFU_ONCE Fault(Errc code, Text detail) : Fault(Facts{code, std::move(detail)}) {}
  Fault(Errc code, std::string_view detail) : Fault(code, Text(detail)) {}
  HUFU_ONCE Fault(Errc code, const char* detail) : Fault(code, Text(detail)) {}
  HUFU_ONCE explicit Fault(Facts facts) : Ref(make(std::move(facts))) {}

  bool is(Errc code) const { return *this && this->code() == code; }

  // Only where there is one.
  Errc code() const { return get()->code; }
  const Text& detail() const { return get()->detail; }
  int http_status() const { return get()->http_status; }
  double retry_after_ms() const { return get()->retry_after_ms; }
  Action action() const { return describe(code()).action; }
  HUFU_ONCE Fault with_detail(Text detail) const {
    Facts facts = **this;
    facts.detail = std::move(detail);
    return Fault(std::move(facts));
  }
};

/// Either a `T` or the fault that there is none.
template <class T>
class [[nodiscard]] Tried {
 public:
  Tried(T value) : value_(std::move(value)) {}
  Tried(Fault fault) : fault_(std::move(fault)) {}

  explicit operator bool() const { return !fault_; }
  bool is(Errc code) const { return fault_.is(code); }

  T& operator*() & { return value_; }
  const T& operator*() const& { return value_; }
  T&& operator*() && { return std::move(value_); }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }

  const Fault& fault() const { return fault_; }

 private:
  T value_{};
  Fault fault_;
};

}  // namespace hufu
