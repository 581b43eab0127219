// POST /api/bind-codes: a code that the other half of the same person can redeem.
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/random.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/bind_code.h"
#include "people/caller.h"
#include "people/limits.h"
#include "people/linking.h"
#include "store/audit.h"
#include "store/bindings.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;

std::string read_target(const Request& request, const Caller& caller) {
  const std::string target = JsonBody(request).text("target", 16);
  if (target != "wechat" && target != "web")
    throw invalid_request("The target has to be wechat or web.");
  if (target == half_of(caller.identity))
    throw invalid_request("The target has to be the other half.");
  return target;
}

Binding new_binding(const Caller& caller, const std::string& target, WallMs now_ms,
                    std::chrono::seconds life) {
  Binding binding;
  binding.id = random_uuid();
  binding.target = target;
  binding.issuer_user_id = caller.user.id;
  binding.issuer_session_id = caller.session_id;
  binding.issuer_provider = caller.identity.provider;
  binding.issuer_platform = caller.platform;
  binding.created_ms = now_ms;
  binding.expires_ms = now_ms + life.count() * 1000;
  return binding;
}

Outcome issue(Transaction& transaction, const Backend& backend, const Caller& caller,
              const std::string& target) {
  const WallMs wait_ms =
      backend.config.limits ? wait_before_issue_ms(transaction, caller.user.id) : 0;
  if (wait_ms > 0) {
    write_audit(transaction, "limited", caller.user.id, caller.session_id, "issue");
    return rate_limited(retry_after_seconds(wait_ms));
  }
  count_issue(transaction, caller.user.id);
  end_issued_codes(transaction, caller.user.id, target);
  const std::string code = new_typed_code();
  const std::string qr = new_qr_secret();
  Binding binding =
      new_binding(caller, target, transaction.now_ms(), backend.config.bind_code_life);
  binding.code_hmac = code_hmac(backend.secrets, "bind", normalise_typed_code(code).value());
  binding.qr_hmac = code_hmac(backend.secrets, "bind", qr);
  add_binding(transaction, binding);
  write_audit(transaction, "issued", caller.user.id, binding.id, "for " + target);
  Json answer;
  answer["bindingId"] = binding.id;
  answer["bindCode"] = code;
  answer["qr"] = qr;
  answer["expiresIn"] = backend.config.bind_code_life.count();
  answer["state"] = binding.state;
  return answer;
}

}  // namespace

asio::awaitable<Response> issue_bind_code(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string target = read_target(request, caller);
  // The issuer gains a way to sign in, so a session left open somewhere is not enough (B6).
  require_fresh_sign_in(caller);
  auto work = [&backend, caller, target](Transaction& transaction) {
    return issue(transaction, backend, caller, target);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(201, std::get<Json>(outcome));
}

}  // namespace hufu::mock::unified
