// POST /api/wechat/login: {success, token, user}, without a refresh token and without a life.
#include <nlohmann/json.hpp>

#include "article/article.h"
#include "base/json_text.h"
#include "http/json_body.h"
#include "people/profile_rules.h"
#include "people/tokens.h"
#include "people/wechat_admission.h"

namespace hufu::mock::article {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::chrono::seconds kLife{30 * 24 * 3600};

WechatSignIn read_sign_in(const Request& request) {
  const JsonBody body(request);
  WechatSignIn sign_in;
  sign_in.code = body.optional_text("code", kLoginCodeBytes).value_or("");
  const Json user_info = body.optional_object("userInfo");
  sign_in.visit.hinted_nickname = text_of(user_info, "nickName");
  sign_in.visit.hinted_avatar = text_of(user_info, "avatarUrl");
  sign_in.visit.platform = "miniprogram";
  return sign_in;
}

Json admit(Transaction& transaction, const Backend& backend, const WechatSignIn& wanted) {
  const Admission admission =
      admit_wechat_person(transaction, backend.config, backend.oddities.now(), wanted.visit);
  const WechatPerson& person = wanted.visit.person;
  Json claims = {{"openid", person.openid}, {"userId", admission.user.id}};
  if (!person.unionid.empty()) claims["unionid"] = person.unionid;
  return {{"success", true},
          {"token", make_access_token(backend.secrets, admission.session, admission.now_ms, kLife,
                                      std::move(claims))},
          {"user", user_json(admission.user)}};
}

}  // namespace

asio::awaitable<Response> sign_in(Backend& backend, Request request) {
  WechatSignIn wanted = read_sign_in(request);
  try {
    const Json answer = co_await admit_with_code(backend, std::move(wanted), admit);
    co_return json_response(200, answer);
  } catch (const HttpError& error) {
    if (error.status == 400) throw HttpError(400, error.code, "Invalid wechat code");
    throw HttpError(500, error.code, "Login failed");
  }
}

}  // namespace hufu::mock::article
