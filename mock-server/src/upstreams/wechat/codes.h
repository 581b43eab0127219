// One-use codes: those of wx.login, of the phone-number button, and of the website's QR page.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "base/clock.h"

namespace hufu::mock::wechat {

enum class CodePurpose { login, phone_number, website };

struct IssuedCode {
  CodePurpose purpose = CodePurpose::login;
  std::string person_id;
  std::string app_id;
  WallMs expires_ms = 0;
  bool used = false;
};

class Codes {
 public:
  explicit Codes(const Clock& clock) : clock_(&clock) {}

  /// 32 letters and digits; 64 hexadecimal digits for a phone number, as the real ones.
  std::string issue(CodePurpose purpose, const std::string& person_id, const std::string& app_id);
  static std::chrono::seconds life(CodePurpose purpose);

  /// The code, still unused. Throws `Errcode`: 40163 if it was used, 40029 if it is unknown, old,
  /// or another app's.
  IssuedCode& find(CodePurpose purpose, const std::string& code, const std::string& app_id);

 private:
  const Clock* clock_;
  std::map<std::string, IssuedCode> issued_;
};

}  // namespace hufu::mock::wechat
