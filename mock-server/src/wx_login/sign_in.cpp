// POST /users/wxLogin: a code of wx.login and WeChat's encrypted data become a JWT.
#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "people/wechat_admission.h"
#include "wx_login/wx_login.h"

namespace hufu::mock::wx_login {
namespace {

namespace asio = boost::asio;

// All three are required by the document. The signature is not in it, but where it comes it is
// checked: the encryption alone says nothing about who wrote the data.
WechatSignIn read_sign_in(const Request& request) {
  const JsonBody body(request);
  WechatSignIn sign_in;
  sign_in.code = body.text("code", kLoginCodeBytes);
  OpenData& data = sign_in.visit.open_data;
  data.encrypted_data = body.text("encryptedData", kOpenDataBytes);
  data.iv = body.text("iv", 64);
  data.raw_data = body.optional_text("rawData", kOpenDataBytes);
  data.signature = body.optional_text("signature", 64);
  sign_in.visit.platform = kTokens.platform;
  sign_in.visit.surface = kTokens.platform;
  return sign_in;
}

std::string admit(Transaction& transaction, const Backend& backend, const WechatSignIn& wanted) {
  const Admission admission =
      admit_wechat_person(transaction, backend.config, backend.oddities.now(), wanted.visit);
  const nlohmann::json claims = {{"userId", admission.user.id}};
  return make_surface_token(backend.secrets, kTokens, admission.session, admission.now_ms, claims);
}

}  // namespace

asio::awaitable<Response> sign_in(Backend& backend, Request request) {
  WechatSignIn wanted = read_sign_in(request);
  const std::string token = co_await admit_with_code(backend, std::move(wanted), admit);
  co_return text_response(200, token);
}

}  // namespace hufu::mock::wx_login
