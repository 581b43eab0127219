// A stored session in cookies, as @supabase/ssr writes and reads them: `base64-` and base64url, in
// chunks. Pure functions: the faces move names and values, and nothing else.
#pragma once

#include <string_view>

#include "base/value.h"

namespace hufu::text {

/// The cookies that hold `value` under `name`, as `[["name","value"],…]`: `name` alone, or
/// `name.0`, `name.1` … of at most 3,180 bytes. Those of `present` that held an older value and are
/// not overwritten follow with null in the place of a value: the caller removes them. A null
/// `value` removes all.
Value encode_cookies(std::string_view name, const Value& value, const Value& present);

/// The value that the cookies `[["name","value"],…]` hold under `name`; null if there is none, or
/// if it is broken. Takes the older form too: JSON as it is, or percent-encoded.
Value decode_cookies(std::string_view name, const Value& cookies);

}  // namespace hufu::text
