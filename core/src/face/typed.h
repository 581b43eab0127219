// Between the types of the public headers and the JSON values of the core. For C++ callers only:
// core.wasm has none of it.
#pragma once

#include <string_view>

#include "flow/outgoing.h"
#include "hufu/messages.h"
#include "text/json.h"

namespace hufu::typed {

/// The name of an operation and its arguments.
std::string_view operation_name(const Operation& operation);
json::Value arguments(const Operation& operation);

/// An answer as the host would have written it.
json::Value answer(Answer answer);

/// `outcome_of` is the index in `Operation` of the operation that a `done` belongs to.
Message message(flow::Outgoing outgoing, std::size_t outcome_of);

std::optional<User> user(const json::Value& user);

/// An operation with nothing filled in, by its index in `Operation`.
Operation make_operation(std::size_t index);

}  // namespace hufu::typed
