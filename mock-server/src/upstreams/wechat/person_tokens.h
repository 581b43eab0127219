// The tokens that a website holds for a person: /sns/oauth2/*.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.h"

namespace hufu::mock::wechat {

struct PersonTokens {
  std::string access_token;
  std::string refresh_token;
  std::int64_t expires_in_s = 0;
  std::string person_id;
  std::string app_id;
};

class PersonTokenBook {
 public:
  explicit PersonTokenBook(const Clock& clock) : clock_(&clock) {}

  PersonTokens issue(const std::string& person_id, const std::string& app_id);
  /// A live access token is lengthened, a dead one replaced; the refresh token stays and ends after
  /// 30 days. Throws `Errcode` 40030.
  PersonTokens refresh(const std::string& refresh_token, const std::string& app_id);
  /// Throws `Errcode`: 41001, 40001, 42001.
  const PersonTokens& authenticate(const std::optional<std::string>& access_token) const;

 private:
  struct Grant {
    PersonTokens tokens;
    WallMs access_expires_ms = 0;
    WallMs refresh_expires_ms = 0;
  };

  void renew_access_token(Grant& grant);

  const Clock* clock_;
  std::map<std::string, Grant> grants_;  // by refresh token
  std::map<std::string, std::string>
      refresh_token_of_;  // by access token, also of those that were replaced
};

}  // namespace hufu::mock::wechat
