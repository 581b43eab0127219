// What a client gets when it signs in or refreshes.
#include "backend/session_answer.h"

#include <nlohmann/json.hpp>

#include "backend/profile_rules.h"
#include "backend/tokens.h"

namespace hufu::mock {

nlohmann::json session_json(const Config& config, const Secrets& secrets, const Session& session,
                            const User& user, WallMs now_ms) {
  nlohmann::json answer;
  answer["token"] = make_access_token(secrets, session, now_ms, config.access_token_life);
  answer["expiresIn"] = config.access_token_life.count();
  answer["refreshToken"] = make_refresh_token(secrets, session, session.counter);
  answer["user"] = user_json(user);
  return answer;
}

}  // namespace hufu::mock
