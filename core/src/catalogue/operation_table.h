// The operations by name: what each takes, what it yields, and which story it is. The structs of
// hufu/operations.h are these rows with types; a test holds the two together.
#pragma once

#include <cstdint>
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

inline constexpr OperationRow kOperations[] = {
    {"sign_in_with_wechat", "code? nickname? avatar_url? encrypted_data? iv? raw_data? signature?",
     Story::sign_in_with_wechat},
    {"sign_in_with_oauth", "provider redirect_to", Story::sign_in_with_oauth},
    {"exchange_code_for_session", "code", Story::exchange_code_for_session},
    {"sign_in_with_password", "email password", Story::sign_in_by_address},
    {"sign_up", "email password", Story::sign_in_by_address},
    {"sign_in_anonymously", "", Story::sign_in_by_address},
    {"sign_in_with_device", "client_name?", Story::sign_in_with_device},
    {"preview_device", "user_code"},
    {"approve_device", "user_code number"},
    {"deny_device", "user_code"},
    {"access_token", "", Story::access_token},
    {"fetch", "url method=GET headers[:] replayable&=1", Story::fetch},
    {"session", "", Story::session},
    {"user", "", Story::user},
    {"fetch_profile", ""},
    {"update_profile", "nickname? avatar_url?"},
    {"upload_avatar", "file", Story::upload_avatar},
    {"bind_phone", "code"},
    {"create_bind_code", "target"},
    {"redeem_bind_code", "bind_code platform"},
    {"accept_binding", "binding_id"},
    {"confirm_binding", "binding_id number", Story::confirm_binding},
    {"decline_binding", "binding_id"},
    {"wait_for_binding", "binding_id since?", Story::wait_for_binding},
    {"unbind", "provider"},
    {"merge_accounts", "bind_code platform survivor"},
    {"sign_out", "scope=local", Story::sign_out},
};

/// The row of that name, or nullptr.
const OperationRow* find_operation(std::string_view name);

}  // namespace hufu
