// How sure the server is of a session's person: the methods by which they have proved who they are
// (`amr`), and whether a second factor is among them (`aal`).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gotrue/caller.h"
#include "store/factors.h"
#include "store/sessions.h"

namespace hufu::mock::gotrue {

/// What a session notes when a code of a second factor has come.
inline constexpr const char* kFactorMethod = "totp";

/// "aal1" or "aal2".
std::string assurance_of(const Session& session);
/// `[{"method","timestamp"}]`, the latest first.
nlohmann::json methods_json(const Session& session);

/// Throws 401 `insufficient_aal` where the person has a second factor and has not proved it in this
/// session: how one signs in is then not to be changed.
void require_second_factor(Transaction& transaction, const Caller& caller);

/// The factor was proved in this session, which its client has now to renew by the new tokens: none
/// from before leads on to it.
void raise_session(Transaction& transaction, Session& session, const std::string& factor_id);
/// Deletes it; the sessions in which it was proved are at aal1 again.
void drop_factor(Transaction& transaction, const Factor& factor);

}  // namespace hufu::mock::gotrue
