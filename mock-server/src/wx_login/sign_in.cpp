// POST /users/wxLogin: a code of wx.login and WeChat's encrypted data become a JWT.
#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "people/wechat_admission.h"
#include "wx_login/wx_login.h"

namespace hufu::mock::wx_login {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kCodeBytes = 512;
constexpr std::size_t kDataBytes = 16 * 1024;

struct SignIn {
  std::string code;
  WechatVisit visit;
};

// All three are required by the document. The signature is not in it, but where it comes it is
// checked: the encryption alone says nothing about who wrote the data.
SignIn read_sign_in(const Request& request) {
  const JsonBody body(request);
  SignIn sign_in;
  sign_in.code = body.text("code", kCodeBytes);
  OpenData& data = sign_in.visit.open_data;
  data.encrypted_data = body.text("encryptedData", kDataBytes);
  data.iv = body.text("iv", 64);
  data.raw_data = body.optional_text("rawData", kDataBytes);
  data.signature = body.optional_text("signature", 64);
  sign_in.visit.platform = kTokens.platform;
  sign_in.visit.surface = kTokens.platform;
  return sign_in;
}

std::string admit(Transaction& transaction, const Backend& backend, const WechatVisit& visit) {
  const Admission admission =
      admit_wechat_person(transaction, backend.config, backend.oddities.now(), visit);
  const nlohmann::json claims = {{"userId", admission.user.id}};
  return make_surface_token(backend.secrets, kTokens, admission.session, admission.now_ms, claims);
}

}  // namespace

asio::awaitable<Response> sign_in(Backend& backend, Request request) {
  SignIn wanted = read_sign_in(request);
  // The code is spent by this, whatever comes after (B20).
  wanted.visit.person = co_await backend.wechat.exchange_code(wanted.code);
  const WechatVisit visit = wanted.visit;
  auto work = [&backend, visit](Transaction& transaction) {
    return admit(transaction, backend, visit);
  };
  const std::string token = co_await backend.database.run(std::move(work));
  co_return text_response(200, token);
}

}  // namespace hufu::mock::wx_login
