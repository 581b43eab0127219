// POST /api/bind-codes: a code that the other half of the same person can redeem.
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "crypto/random.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/bind_code.h"
#include "people/browser_name.h"
#include "people/caller.h"
#include "people/limits.h"
#include "people/linking.h"
#include "people/scene.h"
#include "store/audit.h"
#include "store/bindings.h"
#include "unified/binding_answer.h"
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

/// What is wished for, and what the code will be.
struct Wish {
  std::string id = random_uuid();
  std::string target;
  std::string qr = new_qr_secret();
  /// WeChat's, of a scene with the same secret as the QR code; and what is drawn instead, each
  /// minute with another one.
  std::string picture;
  std::string link;
  bool has_scene = false;
  std::string place;
  std::string browser;

  const char* scan_kind() const {
    if (!picture.empty()) return "mini_program_code";
    return link.empty() ? "page" : "link";
  }
};

bool read_wants_scene(const Request& request, const std::string& target) {
  const std::string code = JsonBody(request).optional_text("code", 16).value_or("");
  if (!code.empty() && code != "mini_program")
    throw invalid_request("The code has to be mini_program.");
  return !code.empty() && target == "wechat";
}

asio::awaitable<void> draw_scene(Backend& backend, Wish& wish) {
  wish.picture = co_await backend.wechat.picture_of(scene_text(SceneKind::binding, wish.qr));
  if (wish.picture.empty()) wish.link = binding_link(backend, wish.id, 0);
}

Binding new_binding(const Caller& caller, const Wish& wish, WallMs now_ms,
                    std::chrono::seconds life) {
  Binding binding;
  binding.id = wish.id;
  binding.target = wish.target;
  binding.issuer_place = wish.place;
  binding.issuer_browser = wish.browser;
  binding.issuer_user_id = caller.user.id;
  binding.issuer_session_id = caller.session_id;
  binding.issuer_provider = caller.identity.provider;
  binding.issuer_platform = caller.platform;
  binding.created_ms = now_ms;
  binding.expires_ms = now_ms + life.count() * 1000;
  return binding;
}

std::optional<HttpError> refusal_of_more(Transaction& transaction, const Backend& backend,
                                         const Caller& caller) {
  const WallMs wait_ms =
      backend.config.limits ? wait_before_issue_ms(transaction, caller.user.id) : 0;
  if (wait_ms == 0) return std::nullopt;
  write_audit(transaction, "limited", caller.user.id, caller.session_id, "issue");
  return rate_limited(retry_after_seconds(wait_ms));
}

// WeChat draws so many pictures a minute, for everybody: none for who gets no code. Counted before
// it is asked, or as many as come at once would all get one.
asio::awaitable<void> require_may_issue(Backend& backend, Caller caller) {
  auto work = [&backend, caller](Transaction& transaction) {
    auto refusal = refusal_of_more(transaction, backend, caller);
    if (!refusal) count_issue(transaction, caller.user.id);
    return refusal;
  };
  const std::optional<HttpError> refusal = co_await backend.database.run(std::move(work));
  if (refusal) throw *refusal;
}

Outcome issue(Transaction& transaction, const Backend& backend, const Caller& caller,
              const Wish& wish) {
  if (!wish.has_scene) {  // else before it was drawn
    if (const auto refusal = refusal_of_more(transaction, backend, caller)) return *refusal;
    count_issue(transaction, caller.user.id);
  }
  end_issued_codes(transaction, caller.user.id, wish.target);
  const std::string code = new_typed_code();
  Binding binding = new_binding(caller, wish, transaction.now_ms(), backend.config.bind_code_life);
  binding.code_hmac = code_hmac(backend.secrets, "bind", normalise_typed_code(code).value());
  binding.qr_hmac = code_hmac(backend.secrets, "bind", wish.qr);
  if (!wish.link.empty())
    binding.scene.hmac =
        code_hmac(backend.secrets, "bind", drawn_secret(backend.secrets, binding.id, 0));
  binding.scene.drawn_ms = binding.created_ms;
  add_binding(transaction, binding);
  write_audit(transaction, "issued", caller.user.id, binding.id, "for " + wish.target);
  Json answer;
  answer["bindingId"] = binding.id;
  answer["bindCode"] = code;
  answer["qr"] = wish.qr;
  answer["expiresIn"] = backend.config.bind_code_life.count();
  answer["state"] = binding.state;
  if (!wish.picture.empty()) answer["picture"] = wish.picture;
  if (!wish.link.empty()) answer["url"] = wish.link;
  if (wish.has_scene) answer["scanKind"] = wish.scan_kind();
  return answer;
}

}  // namespace

asio::awaitable<Response> issue_bind_code(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  Wish wish;
  wish.target = read_target(request, caller);
  wish.place = coarse_place(request.remote_address);
  wish.browser = browser_name(request.headers.find("User-Agent").value_or(""));
  // The issuer gains a way to sign in, so a session left open somewhere is not enough (B6).
  require_fresh_sign_in(caller);
  wish.has_scene = read_wants_scene(request, wish.target);
  if (wish.has_scene) {
    co_await require_may_issue(backend, caller);
    co_await draw_scene(backend, wish);
  }
  auto work = [&backend, caller, wish](Transaction& transaction) {
    return issue(transaction, backend, caller, wish);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(201, std::get<Json>(outcome));
}

}  // namespace hufu::mock::unified
