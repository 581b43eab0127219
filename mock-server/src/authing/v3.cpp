// /api/v3/…: what Authing's newer mini-program SDKs call.
#include <nlohmann/json.hpp>

#include "authing/authing.h"
#include "authing/authing_token.h"
#include "authing/token_set.h"
#include "authing/user_json.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/authorization.h"
#include "people/wechat_admission.h"
#include "surfaces/surface_profile.h"

namespace hufu::mock::authing {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct SignIn : WechatSignIn {
  TokenWish tokens;
};

Response done(Json data) {
  return json_response(200,
                       {{"statusCode", 200}, {"message", "success"}, {"data", std::move(data)}});
}

std::string text_in(const Json& object, const char* name, std::size_t limit_bytes) {
  if (!object.is_object() || !object.contains(name) || object[name].is_null()) return "";
  if (!object[name].is_string()) throw invalid_request("A field has to be a string.");
  std::string text = object[name].get<std::string>();
  if (text.size() > limit_bytes) throw invalid_request("A field is too long.");
  return text;
}

std::optional<std::string> if_any(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

// The identity source in Authing's console by which the mini-program is known there.
void require_known_connection(const MockConfig& config, const std::string& identifier) {
  if (config.authing_connection.empty() || identifier == config.authing_connection) return;
  throw invalid_request("There is no identity source of this extIdpConnidentifier.");
}

SignIn read_sign_in(const Authing& authing, const Request& request) {
  const JsonBody body(request);
  if (body.text("connection", 64) != "wechat_mini_program_code")
    throw invalid_request("The connection has to be wechat_mini_program_code.");
  require_known_connection(authing.config, body.text("extIdpConnidentifier", 64));
  const Json payload = body.optional_object("wechatMiniProgramCodePayload");
  SignIn sign_in;
  sign_in.code = text_in(payload, "code", kLoginCodeBytes);
  if (sign_in.code.empty()) throw invalid_request("The field code is missing or empty.");
  // An empty text is how the SDK says that there is none.
  sign_in.visit.open_data.encrypted_data =
      if_any(text_in(payload, "encryptedData", kOpenDataBytes));
  sign_in.visit.open_data.iv = if_any(text_in(payload, "iv", 64));
  sign_in.tokens.app_id = read_app_id(authing.config, request);
  sign_in.tokens.life = authing.config.access_token_life;
  const std::string scope = text_in(body.optional_object("options"), "scope", 256);
  if (!scope.empty()) sign_in.tokens.scope = known_scopes(scope);
  sign_in.visit.platform = platform_of(sign_in.tokens.app_id);
  sign_in.visit.surface = "authing";
  return sign_in;
}

// Authing has more of them (name, city, customData and so on): here they would go nowhere, so they
// are refused.
ProfileWish read_profile(const JsonBody& body, const Config& config) {
  body.allow_only({"nickname", "photo", "gender"});
  ProfileWish wish;
  wish.nickname = body.optional_text("nickname", 1024);
  wish.avatar_url = body.optional_text("photo", 1024);
  if (const auto letter = body.optional_text("gender", 8)) wish.gender = gender_of_letter(*letter);
  check_profile_wish(wish, config, "nickname", "photo");
  return wish;
}

Json admit(Transaction& transaction, const Backend& backend, const SignIn& wanted) {
  const Admission admission =
      admit_wechat_person(transaction, backend.config, backend.oddities.now(), wanted.visit);
  return token_set(backend, admission.session, admission.user, wanted.tokens, admission.now_ms);
}

}  // namespace

asio::awaitable<Response> sign_in_by_mobile(Authing& authing, Request request) {
  SignIn wanted = read_sign_in(authing, request);
  const Json tokens = co_await admit_with_code(authing.backend, std::move(wanted), admit);
  co_return done(tokens);
}

asio::awaitable<Response> show_profile(Authing& authing, Request request) {
  const std::string token = read_bearer_or_bare(request.headers);
  auto work = [&authing, token](Transaction& transaction) {
    return v3_user(require_caller(transaction, authing.backend, token).user);
  };
  const Json user = co_await authing.backend.database.run(std::move(work));
  co_return done(user);
}

asio::awaitable<Response> change_profile(Authing& authing, Request request) {
  const std::string token = read_bearer_or_bare(request.headers);
  auto work = [&authing, token, request](Transaction& transaction) {
    const SurfaceCaller caller = require_caller(transaction, authing.backend, token);
    const ProfileWish wish = read_profile(JsonBody(request), authing.backend.config);
    return v3_user(fulfil(transaction, caller, wish));
  };
  const Json user = co_await authing.backend.database.run(std::move(work));
  co_return done(user);
}

}  // namespace hufu::mock::authing
