// An application's own server, which may do everything to everybody.
#pragma once

#include "gotrue/gotrue.h"

namespace hufu::mock::gotrue {

/// By the project's service key: SUPABASE_SERVICE_ROLE_KEY as it stands, or a token of ours whose
/// `role` is service_role or supabase_admin. What a person's metadata claims is nothing.
bool is_admin(const Gotrue& gotrue, const Request& request);
/// Throws `Error` 401 `no_authorization`, 403 `bad_jwt` or `not_admin`.
void require_admin(const Gotrue& gotrue, const Request& request);
/// Whether the key that a request was sent with is a server's.
bool is_service_key(const Gotrue& gotrue, const std::string& key);

}  // namespace hufu::mock::gotrue
