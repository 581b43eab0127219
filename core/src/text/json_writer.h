// Writes compact JSON from left to right, without building a value first.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace hufu::json {

/// Commas come by themselves; that brackets match and keys stand only in objects is up to the
/// caller. Text that is not UTF-8 is written with U+FFFD in the place of what is bad; a number
/// that is not finite becomes null. Whole numbers up to 2^53 have neither fraction nor exponent.
class Writer {
 public:
  Writer& open(char bracket);   ///< `{` or `[`
  Writer& close(char bracket);  ///< `}` or `]`
  Writer& key(std::string_view name);

  Writer& text(std::string_view value);
  Writer& number(double value);
  Writer& integer(std::int64_t value);
  Writer& boolean(bool value);
  Writer& null();
  Writer& value(const Value& value);

  Text take() { return std::move(out_); }

 private:
  void comma();

  Text out_;
};

}  // namespace hufu::json
