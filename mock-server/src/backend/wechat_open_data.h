// The data that WeChat's client signs and encrypts for the server (encryptedData, iv, rawData,
// signature).
#pragma once

#include <optional>
#include <string>

#include "backend/wechat_api.h"
#include "clock.h"

namespace hufu::mock {

struct OpenData {
  std::optional<std::string> encrypted_data;
  std::optional<std::string> iv;
  std::optional<std::string> raw_data;
  std::optional<std::string> signature;
};

struct OpenDataProfile {
  std::string nickname;
  std::string avatar_url;
};

/// Nothing was sent: an empty profile. Throws 400 `invalid_user_data`, the same for every fault: a
/// bad signature, a failed decryption, another application, another person, older than five
/// minutes.
OpenDataProfile read_open_data(const OpenData& data, const WechatPerson& person,
                               const std::string& app_id, WallMs now_ms);

}  // namespace hufu::mock
