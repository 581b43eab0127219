// The user and the session as GoTrue's clients get them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gotrue/gotrue.h"
#include "store/identities.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

/// "wechat_mini" for the mini-program's identities, else the provider as it is stored.
std::string provider_of(const Identity& identity);

/// The user object, from the database as it is now.
nlohmann::json user_json(Transaction& transaction, const User& user);

/// What stands for somebody who has an account in the answer to whoever tries to sign up with their
/// address.
struct MadeUp {
  /// email, phone
  std::string provider;
  std::string address;
};
nlohmann::json made_up_user_json(const MadeUp& somebody, const nlohmann::json& data, WallMs now_ms);

/// `access_token, token_type, expires_in, expires_at, refresh_token, user` for the session's
/// current generation.
nlohmann::json session_json(Transaction& transaction, const Gotrue& gotrue, const Session& session,
                            const User& user);
/// The same after a refresh.
nlohmann::json renewed_session_json(Transaction& transaction, const Gotrue& gotrue,
                                    const Session& session, const User& user);

}  // namespace hufu::mock::gotrue
