// Between the types of the public headers and the JSON values of the core. For C++ callers only:
// core.wasm has none of it.
#pragma once

#include <string_view>

#include "base/fault.h"
#include "base/value.h"
#include "flow/outgoing.h"
#include "hufu/messages.h"

namespace hufu::typed {

/// The name of an operation and its arguments.
std::string_view operation_name(const Operation& operation);
Value arguments(const Operation& operation);

/// An answer as the host would have written it.
Value answer(const Answer& answer);

/// `outcome_of` is the index in `Operation` of the operation that a `done` belongs to.
Message message(const flow::Outgoing& outgoing, std::size_t outcome_of);

std::optional<User> user(const Value& user);

/// What leaves the core of a fault.
Error error(const Fault& fault);

/// An operation with nothing filled in, by its index in `Operation`.
Operation make_operation(std::size_t index);

}  // namespace hufu::typed
