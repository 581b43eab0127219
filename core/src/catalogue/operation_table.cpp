#include "catalogue/operation_table.h"

namespace hufu {
namespace {

constexpr OperationRow kTable[] = {
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

}  // namespace

std::span<const OperationRow> operation_table() { return kTable; }

const OperationRow* find_operation(std::string_view name) {
  for (const OperationRow& row : kTable) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace hufu
