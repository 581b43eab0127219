// The operations by name: what each takes, what it yields, and which story it is. The structs of
// hufu/operations.h are these rows with types; a test holds the two together.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/literal.h"

namespace hufu {

/// The flow behind an operation.
enum class Story : std::uint8_t {
  ask_backend,         ///< One signed call and a reading of its answer.
  ask_openly,          ///< The same without a token.
  sign_in_by_address,  ///< One call with what the person has given, or nothing.
  sign_in_with_wechat,
  open_page,  ///< Away to a provider, with PKCE.
  exchange_code_for_session,
  adopt_session,
  verify_factor,
  sign_in_by_scan,
  open_mini_program,
  finish_sign_in,
  launch,
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
  Literal name;
  Literal fields;  ///< As fields.h reads them.
  Story story = Story::ask_backend;
};

inline constexpr OperationRow kOperations[] = {
    {"sign_in_with_wechat", "code? nickname? avatar_url? encrypted_data? iv? raw_data? signature?",
     Story::sign_in_with_wechat},
    {"sign_in_with_oauth", "provider redirect_to scopes? query_params~ as_link&", Story::open_page},
    {"exchange_code_for_session", "code? error? error_code? error_description?",
     Story::exchange_code_for_session},
    {"sign_in_with_password", "email? phone? password captcha_token?", Story::sign_in_by_address},
    {"sign_up", "email? phone? password data~ redirect_to? captcha_token? channel?",
     Story::sign_in_by_address},
    {"sign_in_anonymously", "data~ captcha_token?", Story::sign_in_by_address},
    {"sign_in_with_id_token", "provider id_token access_token? nonce? captcha_token?",
     Story::sign_in_by_address},
    {"send_otp", "email? phone? create_user&=1 data~ redirect_to? channel? captcha_token?",
     Story::ask_openly},
    {"verify_otp", "type? email? phone? code? token_hash? redirect_to? captcha_token?",
     Story::sign_in_by_address},
    {"resend", "type email? phone? redirect_to? captcha_token?", Story::ask_openly},
    {"recover_password", "email redirect_to? captcha_token?", Story::ask_openly},
    {"adopt_session", "access_token refresh_token", Story::adopt_session},
    {"sign_in_by_scan", "client_name? picture=mini_program", Story::sign_in_by_scan},
    {"open_mini_program", "client_name? sign_in?", Story::open_mini_program},
    {"enter_return_code", "sign_in code", Story::ask_openly},
    {"finish_sign_in", "sign_in", Story::finish_sign_in},
    {"close_sign_in", "sign_in", Story::ask_openly},
    {"launch", "scene# query~", Story::launch},
    {"approve_scan", "scan_id number?"},
    {"deny_scan", "scan_id"},
    {"preview_device", "user_code"},
    {"approve_device", "user_code number"},
    {"deny_device", "user_code"},
    {"access_token", "", Story::access_token},
    {"fetch", "url method=GET headers[:] replayable&=1", Story::fetch},
    {"session", "", Story::session},
    {"user", "", Story::user},
    {"web_view_url", "url outlives&"},
    {"fetch_profile", ""},
    {"update_profile", "nickname? avatar_url?"},
    {"upload_avatar", "file", Story::upload_avatar},
    {"bind_phone", "code"},
    {"fetch_account", ""},
    {"update_account", "email? phone? password? data~ nonce? redirect_to? current_password?"},
    {"reauthenticate", ""},
    {"list_identities", ""},
    {"link_identity", "provider redirect_to scopes? query_params~ as_link&", Story::open_page},
    {"unlink_identity", "identity_id"},
    {"enroll_factor", "friendly_name? issuer?"},
    {"challenge_factor", "factor_id"},
    {"verify_factor", "factor_id challenge_id? code", Story::verify_factor},
    {"remove_factor", "factor_id"},
    {"list_factors", ""},
    {"create_bind_code", "target"},
    {"redeem_bind_code", "bind_code platform"},
    {"accept_binding", "binding_id"},
    {"confirm_binding", "binding_id number", Story::confirm_binding},
    {"decline_binding", "binding_id"},
    {"wait_for_binding", "binding_id since? url?", Story::wait_for_binding},
    {"unbind", "provider"},
    {"merge_accounts", "bind_code platform survivor"},
    {"sign_out", "scope=local", Story::sign_out},
};

/// The row of that name, or nullptr.
const OperationRow* find_operation(std::string_view name);

}  // namespace hufu
