// The operations by name: what each takes, what it yields, and which story it is. The structs of
// hufu/operations.h are these rows with types; a test holds the two together.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace hufu {

/// The flow behind an operation.
enum class Story : std::uint8_t {
  ask_backend,         ///< One signed call and a reading of its answer.
  sign_in_by_address,  ///< One call with what the person has given, or nothing.
  sign_in_with_wechat,
  sign_in_with_oauth,
  exchange_code_for_session,
  sign_in_with_device,
  access_token,
  fetch,
  session,
  user,
  upload_avatar,
  confirm_binding,
  wait_for_binding,
  sign_out,
};

struct OperationRow {
  std::string_view name;
  std::string_view fields;  ///< As fields.h reads them.
  Story story = Story::ask_backend;
};

std::span<const OperationRow> operation_table();

/// The row of that name, or nullptr.
const OperationRow* find_operation(std::string_view name);

}  // namespace hufu
