// POST /api/wechat/login: a code of wx.login becomes a session.
#include <nlohmann/json.hpp>

#include "backend/backend.h"
#include "backend/caller.h"
#include "backend/json_body.h"
#include "backend/profile_rules.h"
#include "backend/session_answer.h"
#include "backend/wechat_open_data.h"
#include "http/errors.h"
#include "store/audit.h"
#include "store/sessions.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t kCodeBytes = 512;
constexpr std::size_t kDataBytes = 16 * 1024;

struct SignIn {
  std::string code;
  std::string platform;
  /// From the body, so a hint: it fills what is empty and is never compared with anything.
  std::string hinted_nickname;
  std::string hinted_avatar;
  OpenData open_data;
};

std::string hint(const Json& user_info, const char* name) {
  if (!user_info.is_object()) return "";
  const auto found = user_info.find(name);
  return found != user_info.end() && found->is_string() ? found->get<std::string>() : "";
}

SignIn read_sign_in(const Request& request) {
  const JsonBody body(request);
  SignIn sign_in;
  sign_in.code = body.text("code", kCodeBytes);
  sign_in.platform = read_platform(request);
  const Json user_info = body.optional_object("userInfo");
  sign_in.hinted_nickname = hint(user_info, "nickName");
  sign_in.hinted_avatar = hint(user_info, "avatarUrl");
  sign_in.open_data.encrypted_data = body.optional_text("encryptedData", kDataBytes);
  sign_in.open_data.iv = body.optional_text("iv", 64);
  sign_in.open_data.raw_data = body.optional_text("rawData", kDataBytes);
  sign_in.open_data.signature = body.optional_text("signature", 64);
  return sign_in;
}

NewIdentity wechat_identity(const Backend& backend, const WechatPerson& person) {
  NewIdentity wanted;
  wanted.provider = "wechat";
  wanted.app_id = backend.config.wechat_app_id;
  wanted.subject = person.openid;
  wanted.unionid = person.unionid;
  wanted.nickname = kUnnamedWechatUser;
  return wanted;
}

void keep_unionid(Transaction& transaction, Identity& identity, const WechatPerson& person,
                  const std::string& verified_name) {
  if (identity.unionid == person.unionid &&
      (verified_name.empty() || verified_name == identity.verified_name))
    return;
  if (!person.unionid.empty()) identity.unionid = person.unionid;
  if (!verified_name.empty()) identity.verified_name = verified_name;
  save_identity(transaction, identity);
}

void fill_profile(Transaction& transaction, const Config& config, User& user,
                  const std::string& nickname, const std::string& avatar) {
  const bool takes_name = (user.nickname.empty() || user.nickname == kUnnamedWechatUser) &&
                          is_acceptable_nickname(nickname);
  const bool takes_avatar = user.avatar_url.empty() && is_acceptable_avatar(config, avatar);
  if (takes_name) user.nickname = nickname;
  if (takes_avatar) user.avatar_url = avatar;
  if (takes_name || takes_avatar) save_user(transaction, user);
}

Json sign_in(Transaction& transaction, const Backend& backend, const SignIn& wanted,
             const WechatPerson& person) {
  const WallMs now_ms = transaction.now_ms();
  const OpenDataProfile signed_profile =
      read_open_data(wanted.open_data, person, backend.config.wechat_app_id, now_ms);
  FoundIdentity found = find_or_create_identity(transaction, wechat_identity(backend, person));
  User user = find_user(transaction, found.identity.user_id).value();
  if (user.state == "banned") throw HttpError(403, "user_banned", "This account is blocked.");
  const bool named = is_acceptable_nickname(signed_profile.nickname) &&
                     signed_profile.nickname != kUnnamedWechatUser;
  keep_unionid(transaction, found.identity, person, named ? signed_profile.nickname : "");
  fill_profile(
      transaction, backend.config, user, named ? signed_profile.nickname : wanted.hinted_nickname,
      signed_profile.avatar_url.empty() ? wanted.hinted_avatar : signed_profile.avatar_url);
  const Session session = create_session(transaction, user.id, found.identity.id, wanted.platform);
  write_audit(transaction, "signed_in", user.id, session.id,
              found.is_new ? "wechat, new" : "wechat");
  Json answer = session_json(backend.config, backend.secrets, session, user, now_ms);
  answer["success"] = true;
  answer["isNewUser"] = found.is_new;
  return answer;
}

}  // namespace

asio::awaitable<Response> sign_in_with_wechat(Backend& backend, Request request) {
  const SignIn wanted = read_sign_in(request);
  // The code is spent by this, whatever comes after (B20).
  WechatPerson person = co_await backend.wechat.exchange_code(wanted.code);
  auto work = [&backend, wanted, person](Transaction& transaction) {
    return sign_in(transaction, backend, wanted, person);
  };
  const Json answer = co_await backend.database.run(std::move(work));
  co_return json_response(200, answer);
}

}  // namespace hufu::mock
