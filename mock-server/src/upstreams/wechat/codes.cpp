// One-use codes of the fake WeChat.
#include "upstreams/wechat/codes.h"

#include "crypto/random.h"
#include "upstreams/wechat/errcode.h"

namespace hufu::mock::wechat {
namespace {

constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

}  // namespace

std::chrono::seconds Codes::life(CodePurpose purpose) {
  // Five minutes for the mini-program's codes, ten for the website's (developers.weixin.qq.com:
  // wx.login, and the website's sign-in).
  return std::chrono::minutes(purpose == CodePurpose::website ? 10 : 5);
}

std::string Codes::issue(CodePurpose purpose, const std::string& person_id,
                         const std::string& app_id) {
  const bool is_phone = purpose == CodePurpose::phone_number;
  std::string code = is_phone ? random_hex(32) : random_symbols(32, kLettersAndDigits);
  const std::chrono::milliseconds life_ms = life(purpose);
  issued_[code] = IssuedCode{purpose, person_id, app_id, clock_->now_ms() + life_ms.count(), false};
  return code;
}

IssuedCode& Codes::find(CodePurpose purpose, const std::string& code, const std::string& app_id) {
  const auto found = issued_.find(code);
  if (found == issued_.end()) throw invalid_code();
  IssuedCode& issued = found->second;
  if (issued.purpose != purpose || issued.app_id != app_id) throw invalid_code();
  if (issued.used) throw used_code();
  if (clock_->now_ms() >= issued.expires_ms) throw invalid_code();
  return issued;
}

}  // namespace hufu::mock::wechat
