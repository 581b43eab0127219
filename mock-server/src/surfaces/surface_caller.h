// Who calls a surface that has sessions but none of our platforms.
#pragma once

#include <string>

#include "store/identities.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {

/// What a token that has been verified says about its session.
struct SessionClaim {
  std::string user_id;
  std::string session_id;
  int generation = 0;
};

struct SurfaceCaller {
  User user;
  Identity identity;
  Session session;
  WallMs now_ms = 0;
};

/// `platform` is what the surface's sessions are made with: a token of another surface is none
/// here. Throws 401 `invalid_token` or `session_not_found`, 403 `user_banned`. Confirms a refresh
/// (R2).
SurfaceCaller find_surface_caller(Transaction& transaction, const std::string& platform,
                                  const SessionClaim& claim);

}  // namespace hufu::mock
