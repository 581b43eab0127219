// POST /api/wechat/login: a code of wx.login becomes a session.
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/json_body.h"
#include "people/caller.h"
#include "people/wechat_admission.h"
#include "unified/session_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

WechatSignIn read_sign_in(const Request& request) {
  const JsonBody body(request);
  WechatSignIn sign_in;
  sign_in.code = body.text("code", kLoginCodeBytes);
  WechatVisit& visit = sign_in.visit;
  visit.platform = read_platform(request);
  const Json user_info = body.optional_object("userInfo");
  visit.hinted_nickname = text_of(user_info, "nickName");
  visit.hinted_avatar = text_of(user_info, "avatarUrl");
  visit.open_data.encrypted_data = body.optional_text("encryptedData", kOpenDataBytes);
  visit.open_data.iv = body.optional_text("iv", 64);
  visit.open_data.raw_data = body.optional_text("rawData", kOpenDataBytes);
  visit.open_data.signature = body.optional_text("signature", 64);
  return sign_in;
}

Json sign_in(Transaction& transaction, const Backend& backend, const WechatSignIn& wanted) {
  const Admission admission =
      admit_wechat_person(transaction, backend.config, backend.oddities.now(), wanted.visit);
  Json answer = session_json(backend, admission.session, admission.user, admission.now_ms);
  answer["success"] = true;
  answer["isNewUser"] = admission.is_new;
  return answer;
}

}  // namespace

asio::awaitable<Response> sign_in_with_wechat(Backend& backend, Request request) {
  WechatSignIn wanted = read_sign_in(request);
  const Json answer = co_await admit_with_code(backend, std::move(wanted), sign_in);
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::unified
