// What a v3 sign-in and a refresh hand out.
#include "authing/token_set.h"

#include <array>
#include <sstream>

#include "people/token_life.h"
#include "people/tokens.h"

namespace hufu::mock::authing {
namespace {

constexpr std::array<std::string_view, 5> kScopes = {"profile", "email", "phone", "offline_access",
                                                     "username"};

bool has_scope(const std::string& scopes, std::string_view wanted) {
  std::istringstream words(scopes);
  for (std::string word; words >> word;) {
    if (word == wanted) return true;
  }
  return false;
}

}  // namespace

std::string known_scopes(const std::string& wished) {
  std::string scopes = "openid";
  for (const std::string_view scope : kScopes) {
    if (has_scope(wished, scope)) scopes += " " + std::string(scope);
  }
  return scopes;
}

nlohmann::json token_set(const Backend& backend, const Session& session, const User& user,
                         const TokenWish& wish, WallMs now_ms) {
  nlohmann::json set = {{"access_token", make_access_token(backend, session, wish, now_ms)},
                        {"id_token", make_id_token(backend, session, user, wish, now_ms)},
                        {"scope", wish.scope},
                        {"token_type", "Bearer"}};
  tell_life(set, "expires_in", wish.life.count(), backend.oddities.now().life_form);
  if (has_scope(wish.scope, "offline_access"))
    set["refresh_token"] = make_refresh_token(backend.secrets, session, session.counter);
  return set;
}

nlohmann::json renewed_token_set(const Backend& backend, const Session& session, const User& user,
                                 const TokenWish& wish, WallMs now_ms) {
  nlohmann::json set = token_set(backend, session, user, wish, now_ms);
  if (backend.oddities.now().keeps_refresh_tokens) set.erase("refresh_token");
  return set;
}

}  // namespace hufu::mock::authing
