// /connections/social/wechat-miniprogram/… and /api/v2/logout: what authing-wxapp-sdk calls.
#include <nlohmann/json.hpp>

#include "authing/authing.h"
#include "authing/authing_token.h"
#include "authing/user_json.h"
#include "base/json_text.h"
#include "base/strict_json.h"
#include "http/json_body.h"
#include "people/authorization.h"
#include "people/wechat_admission.h"
#include "store/audit.h"
#include "surfaces/surface_profile.h"

namespace hufu::mock::authing {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct LegacyCall : WechatSignIn {
  std::string app_id;
  /// Of the phone button, where the call is about a number.
  OpenData phone;
};

Response done(const std::string& message, Json data) {
  return json_response(200, {{"code", 200}, {"message", message}, {"data", std::move(data)}});
}

// The SDK sends `undefined` as nothing and its user an empty text: neither is data.
std::optional<std::string> text_if_any(const JsonBody& body, const char* name) {
  auto text = body.optional_text(name, kOpenDataBytes);
  return text && !text->empty() ? text : std::nullopt;
}

LegacyCall read_call(const Authing& authing, const Request& request, const JsonBody& body) {
  LegacyCall sign_in;
  sign_in.app_id = read_app_id(authing.config, request);
  sign_in.code = body.text("code", kLoginCodeBytes);
  sign_in.visit.platform = platform_of(sign_in.app_id);
  sign_in.visit.surface = "authing";
  return sign_in;
}

LegacyCall read_code_call(const Authing& authing, const Request& request) {
  const JsonBody body(request);
  LegacyCall sign_in = read_call(authing, request, body);
  OpenData& data = sign_in.visit.open_data;
  data.encrypted_data = text_if_any(body, "encryptedData");
  data.iv = text_if_any(body, "iv");
  // Sent without its signature, so it is a hint like every other text of a body.
  Json info;
  const std::string raw_data = text_if_any(body, "rawData").value_or("{}");
  if (parse_strict_object(raw_data, info) == JsonFault::none) {
    sign_in.visit.hinted_nickname = text_of(info, "nickName");
    sign_in.visit.hinted_avatar = text_of(info, "avatarUrl");
  }
  return sign_in;
}

LegacyCall read_phone_call(const Authing& authing, const Request& request) {
  const JsonBody body(request);
  LegacyCall call = read_call(authing, request, body);
  call.phone.encrypted_data = body.text("encryptedData", kOpenDataBytes);
  call.phone.iv = body.text("iv", 64);
  return call;
}

OpenPhone phone_in(const Backend& backend, const LegacyCall& call, WallMs now_ms) {
  return read_open_phone(call.phone, call.visit.person, backend.config.wechat_app_id, now_ms);
}

// Never by the number to another account (B11): it only becomes part of this one.
void keep_number(Transaction& transaction, Admission& admission, const OpenPhone& phone) {
  admission.user.phone = "+" + phone.country_code + " " + phone.number;
  admission.user.has_data = true;
  save_user(transaction, admission.user);
  write_audit(transaction, "phone_bound", admission.user.id, admission.session.id, "");
}

Json admit_legacy(Transaction& transaction, const Backend& backend, const LegacyCall& wanted) {
  std::optional<OpenPhone> phone;
  if (wanted.phone.encrypted_data) phone = phone_in(backend, wanted, transaction.now_ms());
  Admission admission =
      admit_wechat_person(transaction, backend.config, backend.oddities.now(), wanted.visit);
  if (phone) keep_number(transaction, admission, *phone);
  const TokenWish wish = {wanted.app_id, "openid profile", kLegacyLife};
  const std::string token = make_access_token(backend, admission.session, wish, admission.now_ms);
  return legacy_user(admission.user, admission.identity, wanted.app_id, token);
}

asio::awaitable<Response> admit_with_wechat(Backend& backend, LegacyCall wanted) {
  const Json user = co_await admit_with_code(backend, std::move(wanted), admit_legacy);
  co_return done("登录成功", user);
}

}  // namespace

asio::awaitable<Response> sign_in_with_code(Authing& authing, Request request) {
  LegacyCall wanted = read_code_call(authing, request);
  co_return co_await admit_with_wechat(authing.backend, std::move(wanted));
}

asio::awaitable<Response> sign_in_with_phone(Authing& authing, Request request) {
  LegacyCall wanted = read_phone_call(authing, request);
  co_return co_await admit_with_wechat(authing.backend, std::move(wanted));
}

asio::awaitable<Response> read_phone(Authing& authing, Request request) {
  LegacyCall call = read_phone_call(authing, request);
  call.visit.person = co_await authing.backend.wechat.exchange_code(call.code);
  const OpenPhone phone = phone_in(authing.backend, call, authing.backend.clock.now_ms());
  co_return done("获取手机号成功", phone.whole);
}

asio::awaitable<Response> sign_out(Authing& authing, Request request) {
  const std::string token = read_bearer_or_bare(request.headers);
  auto work = [&authing, token](Transaction& transaction) {
    leave(transaction, require_caller(transaction, authing.backend, token));
  };
  co_await authing.backend.database.run(std::move(work));
  co_return done("退出登录成功", nullptr);
}

}  // namespace hufu::mock::authing
