// The data that WeChat's client signs and encrypts for the server.
#include "people/wechat_open_data.h"

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/strict_json.h"
#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "http/errors.h"

namespace hufu::mock {
namespace {

using Json = nlohmann::json;

constexpr WallMs kOldestMs = 5 * 60 * 1000;
constexpr WallMs kAheadMs = 60 * 1000;

HttpError unbelievable() {
  // One sentence for every fault, so that nobody learns from it which one it was.
  return HttpError(400, "invalid_user_data",
                   "WeChat's user data does not belong to this code. Most often it was made before "
                   "the code: call wx.login first, then wx.getUserInfo.");
}

// What the person's client signed with the session key; null where nothing was sent.
Json read_signed(const OpenData& data, const WechatPerson& person) {
  if (!data.raw_data && !data.signature) return nullptr;
  const std::string expected = encode_hex(sha1(data.raw_data.value_or("") + person.session_key));
  if (!equal_in_constant_time(expected, data.signature.value_or(""))) throw unbelievable();
  Json object;
  if (parse_strict_object(*data.raw_data, object) != JsonFault::none) throw unbelievable();
  return object;
}

Json decrypt(const OpenData& data, const WechatPerson& person) {
  const auto key = decode_base64(person.session_key);
  const auto iv = decode_base64(data.iv.value_or(""));
  const auto encrypted = decode_base64(data.encrypted_data.value_or(""));
  if (!key || !iv || !encrypted) throw unbelievable();
  const auto plain = decrypt_aes128_cbc(*key, *iv, *encrypted);
  Json object;
  if (!plain || parse_strict_object(*plain, object) != JsonFault::none) throw unbelievable();
  return object;
}

// The encryption has no authentication, so what it holds has to name this application, this person
// and this moment.
void check_watermark(const Json& object, const WechatPerson& person, const std::string& app_id,
                     WallMs now_ms) {
  const Json watermark = object.value("watermark", Json::object());
  if (!watermark.is_object() || !equal_in_constant_time(text_of(watermark, "appid"), app_id))
    throw unbelievable();
  const Json timestamp = watermark.value("timestamp", Json());
  if (!timestamp.is_number_integer()) throw unbelievable();
  const WallMs age_ms = now_ms - timestamp.get<long long>() * 1000;
  if (age_ms > kOldestMs || age_ms < -kAheadMs) throw unbelievable();
  const std::string openid = text_of(object, "openId");
  if (!openid.empty() && !equal_in_constant_time(openid, person.openid)) throw unbelievable();
}

OpenDataProfile profile_in(const Json& object) {
  OpenDataProfile profile;
  if (!object.is_object()) return profile;
  profile.nickname = text_of(object, "nickName");
  profile.avatar_url = text_of(object, "avatarUrl");
  const Json gender = object.value("gender", Json(0));
  if (gender == 1 || gender == 2) profile.gender = gender.get<int>();
  return profile;
}

}  // namespace

OpenDataProfile read_open_data(const OpenData& data, const WechatPerson& person,
                               const std::string& app_id, WallMs now_ms) {
  const Json is_signed = read_signed(data, person);
  if (!data.encrypted_data && !data.iv) return profile_in(is_signed);
  const Json object = decrypt(data, person);
  check_watermark(object, person, app_id, now_ms);
  const OpenDataProfile profile = profile_in(object);
  if (!is_signed.is_null() && profile_in(is_signed) != profile) throw unbelievable();
  return profile;
}

OpenPhone read_open_phone(const OpenData& data, const WechatPerson& person,
                          const std::string& app_id, WallMs now_ms) {
  OpenPhone phone;
  phone.whole = decrypt(data, person);
  check_watermark(phone.whole, person, app_id, now_ms);
  phone.country_code = text_of(phone.whole, "countryCode");
  phone.number = text_of(phone.whole, "purePhoneNumber");
  if (phone.number.empty() || phone.number.size() > 20) throw unbelievable();
  return phone;
}

}  // namespace hufu::mock
