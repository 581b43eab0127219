// GET /wechat_mini/login, /bind_account, /bind_phone: MemFire's calls for mini-programs. They are
// GET because its client sends GET; what they change hangs on a one-time code and a bearer token,
// which no page of another origin can send.
#include <nlohmann/json.hpp>

#include "gotrue/assurance.h"
#include "gotrue/caller.h"
#include "gotrue/errors.h"
#include "gotrue/limits.h"
#include "gotrue/user_answer.h"
#include "gotrue/wechat_people.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t kCodeBytes = 512;

std::string read_code(const Request& request) {
  const std::string code = request.query_value("code").value_or("");
  if (code.empty() || code.size() > kCodeBytes || request.query.count("code") > 1)
    throw validation_failed("code has to be there once");
  return code;
}

Json sign_in(Transaction& transaction, const Gotrue& gotrue, const WechatWho& who) {
  const FoundIdentity found = find_or_create_wechat_identity(transaction, gotrue, who);
  const User user = find_user(transaction, found.identity.user_id).value();
  const Session session =
      create_session(transaction, user.id, found.identity.id, kPlatform, "oauth");
  write_audit(transaction, "signed_in", user.id, session.id,
              found.is_new ? "wechat_mini, new" : "wechat_mini");
  return session_json(transaction, gotrue, session, user);
}

Json bind_account(Transaction& transaction, const Gotrue& gotrue, const std::string& token,
                  const WechatWho& who) {
  const Caller caller = find_caller(transaction, gotrue, token);
  require_second_factor(transaction, caller);
  require_fresh_sign_in(transaction, caller);
  link_wechat_identity(transaction, gotrue, caller.user.id, who);
  return user_json(transaction, find_user(transaction, caller.user.id).value());
}

Json keep_number(Transaction& transaction, const Gotrue& gotrue, const std::string& token,
                 const std::string& number) {
  const Caller caller = find_caller(transaction, gotrue, token);
  User user = caller.user;
  user.phone = number;
  user.has_data = true;
  save_user(transaction, user);
  write_audit(transaction, "phone_bound", user.id, caller.session.id, "");
  return user_json(transaction, user);
}

// With it WeChat checks that the code of the phone button was made by the same person.
std::string openid_of(Transaction& transaction, const std::string& user_id) {
  for (const Identity& identity : identities_of(transaction, user_id)) {
    if (identity.provider == "wechat") return identity.subject;
  }
  return "";
}

}  // namespace

asio::awaitable<Response> wechat_login(Gotrue& gotrue, Request request) {
  const std::string code = read_code(request);
  const std::string address = request.remote_address;
  auto limit = [&gotrue, address](Transaction& transaction) {
    count_token_request(transaction, gotrue, address);
  };
  co_await gotrue.database.run(std::move(limit));
  // The code is spent by this, whatever comes after (B20).
  const WechatPerson person = co_await gotrue.backend.wechat.exchange_code(code);
  const WechatWho who = mini_program_person(gotrue, person);
  auto work = [&gotrue, who](Transaction& transaction) {
    return sign_in(transaction, gotrue, who);
  };
  const Json session = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, session);
}

asio::awaitable<Response> wechat_bind_account(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  const std::string code = read_code(request);
  co_await authenticate(gotrue, token);
  const WechatPerson person = co_await gotrue.backend.wechat.exchange_code(code);
  const WechatWho who = mini_program_person(gotrue, person);
  auto work = [&gotrue, token, who](Transaction& transaction) {
    return bind_account(transaction, gotrue, token, who);
  };
  const Json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

asio::awaitable<Response> wechat_bind_phone(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  const std::string code = read_code(request);
  auto look = [&gotrue, token](Transaction& transaction) {
    const Caller caller = find_caller(transaction, gotrue, token);
    return openid_of(transaction, caller.user.id);
  };
  const std::string openid = co_await gotrue.database.run(std::move(look));
  const std::string number = co_await gotrue.backend.wechat.read_phone_number(code, openid);
  auto work = [&gotrue, token, number](Transaction& transaction) {
    return keep_number(transaction, gotrue, token, number);
  };
  const Json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

}  // namespace hufu::mock::gotrue
