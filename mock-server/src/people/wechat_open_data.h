// The data that WeChat's client signs and encrypts for the server (encryptedData, iv, rawData,
// signature).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/clock.h"
#include "people/wechat_api.h"

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
  /// 1 a man, 2 a woman, 0 not told (by WeChat to nobody any more since 2021).
  int gender = 0;

  bool operator==(const OpenDataProfile&) const = default;
};

/// Nothing was sent: an empty profile. Throws 400 `invalid_user_data`, the same for every fault: a
/// bad signature, a failed decryption, another application, another person, older than five
/// minutes, encrypted and signed data that do not say the same.
OpenDataProfile read_open_data(const OpenData& data, const WechatPerson& person,
                               const std::string& app_id, WallMs now_ms);

struct OpenPhone {
  std::string country_code;
  std::string number;
  /// As WeChat's phone button gives it: phoneNumber, purePhoneNumber, countryCode, watermark.
  nlohmann::json whole;
};

/// What the phone button encrypted. Throws as above.
OpenPhone read_open_phone(const OpenData& data, const WechatPerson& person,
                          const std::string& app_id, WallMs now_ms);

}  // namespace hufu::mock
