// The messages and answers of the C ABI as JSON (README.md beside this file).
#pragma once

#include <string_view>

#include "base/fault.h"
#include "base/value.h"
#include "flow/outgoing.h"
#include "hufu/config.h"
#include "hufu/result.h"

namespace hufu::codec {

Text encode(const flow::Outgoing& outgoing);
Text encode_error(const Fault& fault);
/// What `encode_error` wrote, as far as its sentence needs it; `host_fault` for anything else.
Error decode_error(std::string_view text);

/// A JSON object; no text at all stands for one without members. Null for anything else.
Value decode_object(std::string_view text);

/// `invalid_argument` for broken JSON or a wrong field.
Fault decode_config(std::string_view text, Config& into);

}  // namespace hufu::codec
