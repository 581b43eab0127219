// A whole number in the query of a control call.
#pragma once

#include <cstdint>
#include <string>

#include "http/message.h"

namespace hufu::mock::control {

/// Throws `HttpError` 400 for what is no number.
std::int64_t query_number(const Request& request, const std::string& name, std::int64_t otherwise);

}  // namespace hufu::mock::control
