// The messages and answers of the C ABI as JSON (README.md beside this file).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "hufu/config.h"
#include "hufu/messages.h"

namespace hufu::codec {

std::string encode(Message& message);
std::string encode_done(OperationId operation, const Error& error);
std::string encode_error(const Error& error);

/// Reads an operation; `invalid_argument` for an unknown name, broken JSON or a wrong field.
Result<Operation> decode_operation(std::string_view name, std::string_view arguments);
Result<Config> decode_config(std::string_view text);

/// Reads the answer to an effect of that kind (its index in `Effect`). One that does not fit
/// becomes the error `host_fault`, so that whoever waits for it is told.
Answer decode_answer(std::size_t kind, std::string_view text);

}  // namespace hufu::codec
