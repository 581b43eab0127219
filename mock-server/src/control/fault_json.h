// Faults as JSON, both ways.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control/fault_book.h"
#include "http/json_body.h"

namespace hufu::mock::control {

/// Throws `HttpError` 400 for members of the wrong kind, and for a fault that would do nothing.
FaultRule read_fault_rule(const JsonBody& wish);
nlohmann::json as_json(const FaultRule& rule);

}  // namespace hufu::mock::control
