// The access tokens of apps: /cgi-bin/token and /cgi-bin/stable_token, which know nothing of each
// other.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.h"

namespace hufu::mock::wechat {

struct AppToken {
  std::string value;
  std::int64_t expires_in_s = 0;
};

class AppTokens {
 public:
  explicit AppTokens(const Clock& clock) : clock_(&clock) {}

  /// A new token at each call; the one before lives five minutes more at most.
  AppToken issue(const std::string& app_id);
  /// The same token until five minutes before its end. Throws `Errcode` 45009 when force is used
  /// too often: twenty times a day, thirty seconds apart.
  AppToken stable(const std::string& app_id, bool force);

  /// The app that the token speaks for. Throws `Errcode`: 41001, 40001, 42001.
  std::string authenticate(const std::optional<std::string>& token) const;

 private:
  struct Issued {
    std::string app_id;
    WallMs expires_ms = 0;
  };
  struct Forced {
    std::int64_t day = 0;
    int times = 0;
    WallMs last_ms = 0;
  };

  AppToken make(const std::string& app_id, std::map<std::string, std::string>& latest_by_app);
  void count_force(const std::string& app_id);

  const Clock* clock_;
  std::map<std::string, Issued> issued_;
  std::map<std::string, std::string> latest_;         // by app, of /cgi-bin/token
  std::map<std::string, std::string> latest_stable_;  // by app, of /cgi-bin/stable_token
  std::map<std::string, Forced> forced_;
};

}  // namespace hufu::mock::wechat
