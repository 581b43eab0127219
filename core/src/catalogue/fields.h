// The arguments of an operation and the configuration, read from JSON by a list of their fields.
#pragma once

#include <string_view>

#include "base/fault.h"
#include "base/value.h"

namespace hufu {

/// Gives the members of `given` that `fields` names, and no others; what is missing has its
/// default. `fields` is a list with a space between:
///
///     url            text; empty by default
///     method=GET     text with a default
///     code?          text, or null
///     replayable&=1  a bool; false by default
///     wait_ms#=500   a number; 0 by default
///     data~          an object, or null
///     origins[]      a list of texts
///     headers[:]     a list of `["name", "value"]`
///
/// Fault: `invalid_argument`, with the name of the first field of another type.
Tried<Value> read_fields(std::string_view fields, const Value& given);

}  // namespace hufu
