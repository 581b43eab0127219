// The operations by name and number: the one list behind the C ABI and describe().
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "fields.h"
#include "hufu/operations.h"

namespace hufu {

constexpr std::size_t kOperationCount = std::variant_size_v<Operation>;

/// The number of the operation of that name; `kOperationCount` if there is none.
std::size_t find_operation(std::string_view name);
std::string_view operation_name(std::size_t number);
/// The type of what it yields, as describe() has it.
std::string_view outcome_name(std::size_t number);

/// An operation with nothing filled in.
Operation make_operation(std::size_t number);

void visit_fields(Operation& operation, FieldVisitor& visitor);

}  // namespace hufu
