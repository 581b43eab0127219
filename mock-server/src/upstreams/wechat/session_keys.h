// session_key: what WeChat encrypts a person's data with, one valid at a time for each person and
// app.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace hufu::mock::wechat {

class SessionKeys {
 public:
  /// Base64 of 16 random bytes; the one before is worth nothing from now on.
  const std::string& rotate(const std::string& person_id, const std::string& app_id);
  /// Nothing before the first wx.login.
  std::optional<std::string> current(const std::string& person_id, const std::string& app_id) const;

 private:
  std::map<std::pair<std::string, std::string>, std::string> keys_;
};

}  // namespace hufu::mock::wechat
