// POST /api/v1/auth/mini-login: a code of wx.login becomes a token; who is new is registered by it.
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/json_body.h"
#include "mini_login/mini_login.h"
#include "people/wechat_admission.h"
#include "store/mini_accounts.h"

namespace hufu::mock::mini_login {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

WechatSignIn read_sign_in(const Request& request) {
  const JsonBody body(request);
  WechatSignIn sign_in;
  sign_in.code = body.text("code", kLoginCodeBytes);
  const Json user_info = body.optional_object("userInfo");
  sign_in.visit.hinted_nickname = text_of(user_info, "nickName");
  sign_in.visit.hinted_avatar = text_of(user_info, "avatarUrl");
  sign_in.visit.platform = kTokens.platform;
  sign_in.visit.surface = kTokens.platform;
  return sign_in;
}

Json admit(Transaction& transaction, const Backend& backend, const WechatSignIn& wanted) {
  const Admission admission =
      admit_wechat_person(transaction, backend.config, backend.oddities.now(), wanted.visit);
  const Json user = user_json(transaction, admission.user);
  // The document puts the openid beside these two: it stays here, a token is no place for it.
  const Json claims = {{"id", user["id"]}, {"username", user["username"]}};
  return {{"token", make_surface_token(backend.secrets, kTokens, admission.session,
                                       admission.now_ms, claims)},
          {"user", user},
          {"isNewUser", admission.is_new}};
}

}  // namespace

Json user_json(Transaction& transaction, const User& user) {
  const MiniAccount account = find_or_create_mini_account(transaction, user.id);
  return {{"id", account.number},
          {"username", account.username},
          {"nickname", user.nickname.empty() ? Json(nullptr) : Json(user.nickname)},
          {"avatar", user.avatar_url.empty() ? Json(nullptr) : Json(user.avatar_url)}};
}

asio::awaitable<Response> sign_in(Backend& backend, Request request) {
  WechatSignIn wanted = read_sign_in(request);
  const Json answer = co_await admit_with_code(backend, std::move(wanted), admit);
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::mini_login
