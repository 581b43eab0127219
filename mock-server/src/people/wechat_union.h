// WeChat people at the apps of one Open Platform account: by the unionid WeChat says that they are
// one person (B12).
#pragma once

#include <string>

#include "settings/config.h"
#include "store/identities.h"

namespace hufu::mock {

/// The person is banned, here or, where the identity is not known yet, by the unionid at another
/// app: who is banned in the mini-program does not come back over the website.
bool is_banned_person(Transaction& transaction, const NewIdentity& wanted);

/// The identity. A new one joins the active user who has the same unionid, unless that one has such
/// an identity already or lost this one a short while ago; else it gets a user of its own.
FoundIdentity find_or_join_identity(Transaction& transaction, const Config& config,
                                    const NewIdentity& wanted);

bool has_provider(Transaction& transaction, const std::string& user_id,
                  const std::string& provider);
/// It left another user a short while ago.
bool is_cooling_down(Transaction& transaction, const Config& config, const NewIdentity& wanted,
                     const std::string& user_id);
/// On every device of the user, the next refresh skips a generation (B13).
void renew_sessions_of(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock
