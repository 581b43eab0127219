// The messages and answers of the C ABI as JSON (README.md beside this file).
#pragma once

#include <string>
#include <string_view>

#include "flow/outgoing.h"
#include "hufu/config.h"

namespace hufu::codec {

std::string encode(const flow::Outgoing& outgoing);
std::string encode_error(const Error& error);

/// A JSON object; no text at all stands for one without members. Null for anything else.
json::Value decode_object(std::string_view text);

/// `invalid_argument` for broken JSON or a wrong field.
Result<Config> decode_config(std::string_view text);

}  // namespace hufu::codec
