// POST /graphql/v2: who I am, a change of it, and a longer life for the token.
#include <nlohmann/json.hpp>

#include "authing/authing.h"
#include "authing/authing_token.h"
#include "authing/graphql_query.h"
#include "authing/user_json.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/authorization.h"
#include "people/profile_rules.h"
#include "surfaces/surface_profile.h"

namespace hufu::mock::authing {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t kQueryBytes = 16 * 1024;

struct Question {
  GraphqlQuery query;
  Json variables;
  std::string token;

  Json argument(const char* name) const {
    const auto variable = query.arguments.find(name);
    if (variable == query.arguments.end() || !variables.is_object()) return nullptr;
    return variables.value(variable->second, Json());
  }
};

HttpError not_allowed() { return HttpError(403, "not_allowed", "用户无权限修改此项内容"); }

std::string app_of(const Session& session) {
  return session.platform.substr(platform_of("").size());
}

Json user_of(const SurfaceCaller& caller, const User& user, const std::string& token) {
  return legacy_user(user, caller.identity, app_of(caller.session), token);
}

ProfileWish read_update(const Json& input, const Config& config) {
  if (!input.is_object()) throw invalid_request("The input is missing.");
  ProfileWish wish;
  for (const auto& [name, value] : input.items()) {
    if (value.is_null()) continue;
    // E-mail, phone, openid and the like identify: who is signed in cannot write them.
    if (name != "nickname" && name != "photo" && name != "gender") throw not_allowed();
    if (!value.is_string()) throw invalid_request("The field " + name + " has to be a string.");
    const std::string text = value.get<std::string>();
    if (name == "nickname") wish.nickname = text;
    if (name == "photo") wish.avatar_url = text;
    if (name == "gender") wish.gender = gender_of_letter(text);
  }
  check_profile_wish(wish, config, "nickname", "photo");
  return wish;
}

// The id is the SDK's, from its storage: it may only be the caller's own.
void require_own_id(const Question& question, const SurfaceCaller& caller) {
  const Json id = question.argument("id");
  if (!id.is_null() && id != caller.user.id) throw not_allowed();
}

Json update_user(Transaction& transaction, const Backend& backend, const Question& question) {
  const SurfaceCaller caller = require_caller(transaction, backend, question.token);
  require_own_id(question, caller);
  const ProfileWish wish = read_update(question.argument("input"), backend.config);
  return user_of(caller, fulfil(transaction, caller, wish), question.token);
}

Json show_user(Transaction& transaction, const Backend& backend, const Question& question) {
  const SurfaceCaller caller = require_caller(transaction, backend, question.token);
  require_own_id(question, caller);
  return user_of(caller, caller.user, question.token);
}

Json renew_token(Transaction& transaction, const Backend& backend, const Question& question) {
  const SurfaceCaller caller = require_caller(transaction, backend, question.token);
  const bool too_old = caller.now_ms - caller.session.created_ms >
                       backend.config.session_absolute_life.count() * 1000;
  if (too_old) throw HttpError(401, "session_not_found", "尚未登录，无访问权限");
  Session session = caller.session;
  session.rotated_ms = caller.now_ms;  // in use, so not idle
  save_session(transaction, session);
  const TokenWish wish = {app_of(caller.session), "openid profile", kLegacyLife};
  const std::int64_t now_s = caller.now_ms / 1000;
  return {{"token", make_access_token(backend, caller.session, wish, caller.now_ms)},
          {"iat", now_s},
          {"exp", now_s + kLegacyLife.count()}};
}

// Asked about a token that need not be the caller's: the answer is only whether it is good.
Json check_status(Transaction& transaction, const Backend& backend, const Question& question) {
  const Json named = question.argument("token");
  const std::string token = named.is_string() ? named.get<std::string>() : question.token;
  const auto read = read_access_token(backend, token, transaction.now_ms());
  if (!read) return {{"code", 2020}, {"message", "尚未登录，无访问权限"}, {"status", false}};
  const SurfaceCaller caller = require_caller(transaction, backend, token);
  return {{"code", 200},           {"message", "已登录"},
          {"status", true},        {"exp", read->expires_s},
          {"iat", read->issued_s}, {"data", user_of(caller, caller.user, "")}};
}

Json answer(Transaction& transaction, const Backend& backend, const Question& question) {
  const std::string asked = question.query.operation + " " + question.query.root.name;
  if (asked == "mutation updateUser") return update_user(transaction, backend, question);
  if (asked == "query user") return show_user(transaction, backend, question);
  if (asked == "mutation refreshToken") return renew_token(transaction, backend, question);
  if (asked == "query checkLoginStatus") return check_status(transaction, backend, question);
  throw invalid_request("This GraphQL query is not one of those that are understood here.");
}

Question read_question(const Request& request) {
  const JsonBody body(request);
  Question question;
  question.query = read_query(body.text("query", kQueryBytes));
  question.variables = body.optional_object("variables");
  return question;
}

}  // namespace

asio::awaitable<Response> answer_query(Authing& authing, Request request) {
  Question question = read_question(request);
  const bool names_a_token = question.query.root.name == "checkLoginStatus";
  if (!names_a_token || request.headers.count("Authorization") > 0)
    question.token = read_bearer_or_bare(request.headers);
  auto work = [&authing, question](Transaction& transaction) {
    return answer(transaction, authing.backend, question);
  };
  const Json value = co_await authing.backend.database.run(std::move(work));
  const Json selected = select(value, question.query.root.fields);
  Json data;
  data[question.query.root.name] = selected;
  Json whole;
  whole["data"] = data;
  co_return json_response(200, whole);
}

}  // namespace hufu::mock::authing
