// POST /api/bind-account in one step: whoever has a code of the other half gets its account.
#include <nlohmann/json.hpp>

#include "article/article.h"
#include "http/json_body.h"
#include "people/bind_code.h"
#include "people/linking.h"
#include "people/wechat_admission.h"
#include "people/wechat_union.h"
#include "store/audit.h"

namespace hufu::mock::article {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

HttpError failed() { return HttpError(500, "binding_failed", "Binding failed"); }

// Tokens live on: nothing could bring their clients new ones.
void keep_sessions(Transaction& transaction, const std::string& from, const std::string& to) {
  for (const std::string& id : live_sessions_of_user(transaction, from)) {
    Session session = find_session(transaction, id).value();
    session.user_id = to;
    save_session(transaction, session);
  }
}

void join(Transaction& transaction, const Config& config, const Binding& binding,
          const Identity& redeemer) {
  const Obstacle obstacle = find_obstacle(transaction, config, binding, redeemer);
  if (obstacle == Obstacle::already_linked) return;
  if (obstacle != Obstacle::none) throw failed();
  keep_sessions(transaction, redeemer.user_id, binding.issuer_user_id);
  if (!join_users(transaction, config, binding, redeemer)) throw failed();
}

// A web user brings a code of wx.login.
void take_wechat(Transaction& transaction, const Config& config, const Caller& caller,
                 const WechatPerson& person) {
  const FoundIdentity found =
      find_or_join_identity(transaction, config, wechat_identity(config, person));
  Binding binding;
  binding.issuer_user_id = caller.user.id;
  join(transaction, config, binding, found.identity);
  write_audit(transaction, "bound_in_one_step", caller.user.id, found.identity.id, "wechat");
}

// A mini-program user brings a code that the website has shown.
void take_web(Transaction& transaction, const Backend& backend, const Caller& caller,
              const std::string& code) {
  const auto typed = normalise_typed_code(code);
  std::optional<Binding> binding =
      find_binding_by_code(transaction, code_hmac(backend.secrets, "bind", typed.value_or(code)));
  if (!binding || binding->state != "issued" || binding->expires_ms <= transaction.now_ms())
    throw failed();
  binding->state = "confirmed";
  if (!advance_binding(transaction, *binding, "issued")) throw failed();
  join(transaction, backend.config, *binding, caller.identity);
  write_audit(transaction, "bound_in_one_step", binding->issuer_user_id, binding->id, "web");
}

asio::awaitable<void> bind(Backend& backend, Caller caller, std::string code,
                           std::string platform) {
  if (caller.platform == "web" && platform == "wechat") {
    const WechatPerson person = co_await backend.wechat.exchange_code(code);
    auto work = [&backend, caller, person](Transaction& transaction) {
      take_wechat(transaction, backend.config, caller, person);
    };
    co_return co_await backend.database.run(std::move(work));
  }
  if (caller.platform != "miniprogram" || platform != "web") co_return;  // the article, too
  auto work = [&backend, caller, code](Transaction& transaction) {
    take_web(transaction, backend, caller, code);
  };
  co_await backend.database.run(std::move(work));
}

}  // namespace

asio::awaitable<Response> bind_account(Backend& backend, Request request) {
  Caller caller = co_await require_caller(backend, request.headers);
  const JsonBody body(request);
  std::string code = body.optional_text("bindCode", 512).value_or("");
  std::string platform = body.optional_text("platform", 16).value_or("");
  try {
    co_await bind(backend, std::move(caller), std::move(code), std::move(platform));
  } catch (const HttpError&) {
    throw failed();
  }
  co_return json_response(200,
                          Json({{"success", true}, {"message", "Account bound successfully"}}));
}

}  // namespace hufu::mock::article
