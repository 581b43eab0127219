// What a client gets when it signs in or refreshes.
#include "unified/session_answer.h"

#include <nlohmann/json.hpp>

#include "people/profile_rules.h"
#include "people/token_life.h"
#include "people/tokens.h"

namespace hufu::mock::unified {
namespace {

// RFC 9068 section 2.2.1: by it an application tells how long ago somebody proved who they are.
nlohmann::json claims_of(const Session& session, const User& user) {
  nlohmann::json claims = ids_claim(user);
  if (session.authenticated_ms != 0) claims["auth_time"] = session.authenticated_ms / 1000;
  return claims;
}

}  // namespace

nlohmann::json ids_claim(const User& user) {
  nlohmann::json claims = nlohmann::json::object();
  if (!user.absorbed_ids.empty()) claims["ids"] = ids_of(user);
  return claims;
}

nlohmann::json session_json(const Backend& backend, const Session& session, const User& user,
                            WallMs now_ms) {
  const std::chrono::seconds life = backend.config.access_token_life;
  nlohmann::json answer;
  answer["token"] =
      make_access_token(backend.secrets, session, now_ms, life, claims_of(session, user));
  tell_life(answer, "expiresIn", life.count(), backend.oddities.now().life_form);
  answer["refreshToken"] = make_refresh_token(backend.secrets, session, session.counter);
  answer["user"] = user_json(user);
  return answer;
}

nlohmann::json renewed_session_json(const Backend& backend, const Session& session,
                                    const User& user, WallMs now_ms) {
  nlohmann::json answer = session_json(backend, session, user, now_ms);
  if (backend.oddities.now().keeps_refresh_tokens) answer.erase("refreshToken");
  return answer;
}

}  // namespace hufu::mock::unified
