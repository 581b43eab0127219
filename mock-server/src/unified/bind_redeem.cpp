// POST /api/bind-account and POST /api/users/merge: the other half brings the code.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/errors.h"
#include "http/json_body.h"
#include "people/bind_code.h"
#include "people/caller.h"
#include "people/limits.h"
#include "people/linking.h"
#include "people/scene.h"
#include "store/audit.h"
#include "unified/bind_redemption.h"
#include "unified/binding_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr WallMs kConfirmWithinMs = 120'000;  // B10

Redemption read_redemption(const Request& request, const Caller& caller, bool is_merge) {
  const JsonBody body(request);
  Redemption redemption;
  redemption.code = body.text("bindCode", 256);
  redemption.platform = body.text("platform", 16);
  redemption.address = request.remote_address;
  if (redemption.platform != "wechat" && redemption.platform != "web")
    throw invalid_request("The platform has to be wechat or web.");
  if (redemption.platform == half_of(caller.identity))
    throw invalid_request("The platform has to name the other half.");
  if (is_merge) {
    redemption.purpose = "merge";
    redemption.survivor = body.text("survivor", 16);
    if (redemption.survivor != "issuer" && redemption.survivor != "redeemer") {
      throw invalid_request("The survivor has to be issuer or redeemer.");
    }
  }
  return redemption;
}

// One answer for every code that leads nowhere: unknown, expired, used, meant for somebody else,
// misspelt (B8).
HttpError bind_code_invalid() {
  return HttpError(400, "bind_code_invalid", "This code is not valid. Ask for a new one.");
}

void take(Binding& binding, const Redemption& redemption, const Caller& caller, WallMs now_ms) {
  binding.state = "pending";
  binding.redeemer_user_id = caller.user.id;
  binding.redeemer_session_id = caller.session_id;
  binding.redeemer_identity_id = caller.identity.id;
  binding.redeemer_platform = caller.platform;
  binding.redeemer_place = coarse_place(redemption.address);
  binding.purpose = redemption.purpose;
  binding.survivor = redemption.survivor;
  binding.redeemed_ms = now_ms;
  binding.expires_ms = now_ms + kConfirmWithinMs;
}

Redeemed fail(Transaction& transaction, const Redemption& redemption, const Caller& caller) {
  count_failed_redeem(transaction, caller.user.id, redemption.address);
  write_audit(transaction, "redeem_failed", caller.user.id, caller.session_id, "");
  return bind_code_invalid();
}

// The secret of a QR code, by itself or in a scene.
std::optional<std::string> qr_secret_in(const std::string& code) {
  if (looks_like_qr_secret(code)) return code;
  const auto scene = read_scene(code);
  if (scene && scene->kind == SceneKind::binding) return scene->secret;
  return std::nullopt;
}

Redeemed redeem(Transaction& transaction, const Backend& backend, const Redemption& redemption,
                const Caller& caller) {
  const auto qr = qr_secret_in(redemption.code);
  const bool limited = backend.config.limits;
  const WallMs wait_ms = limited ? wait_before_redeem_ms(transaction, caller.user.id,
                                                         redemption.address, qr.has_value())
                                 : 0;
  if (wait_ms > 0) {
    write_audit(transaction, "limited", caller.user.id, caller.session_id, "redeem");
    return rate_limited(retry_after_seconds(wait_ms));
  }
  // A misspelt code takes the same way through hash and database as a well-formed one (B8).
  const auto typed = normalise_typed_code(redemption.code);
  const std::string normalised = qr ? *qr : typed.value_or(redemption.code);
  const auto binding = find_shown_binding(transaction, backend.secrets, normalised);
  const bool open = binding && (typed || qr) && issuer_half_of(*binding) == redemption.platform &&
                    is_redeemable(*binding, caller, transaction.now_ms());
  if (!open) return fail(transaction, redemption, caller);
  return redeem_open_code(transaction, backend.config, redemption, caller, *binding);
}

asio::awaitable<Response> redeem_code(Backend& backend, Request request, bool is_merge) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Redemption redemption = read_redemption(request, caller, is_merge);
  auto work = [&backend, caller, redemption](Transaction& transaction) {
    return redeem(transaction, backend, redemption, caller);
  };
  const Redeemed outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  const Json& answer = std::get<Json>(outcome);
  co_return json_response(answer.contains("bindingId") ? 202 : 200, answer);
}

}  // namespace

std::string issuer_half_of(const Binding& binding) {
  return binding.issuer_provider == "wechat" ? "wechat" : "web";
}

std::optional<Binding> find_shown_binding(Transaction& transaction, const Secrets& secrets,
                                          const std::string& secret) {
  std::string found_by;
  auto binding = find_by_code(secrets, "bind", secret, [&](const std::string& hash) {
    found_by = hash;
    return find_binding_by_code(transaction, hash);
  });
  const bool is_stale = binding && binding->state == "issued" &&
                        binding->scene.is_stale_at(transaction.now_ms(), found_by);
  return is_stale ? std::nullopt : binding;
}

bool is_redeemable(const Binding& binding, const Caller& caller, WallMs now_ms) {
  return binding.state == "issued" && binding.expires_ms > now_ms &&
         binding.target == half_of(caller.identity);
}

Redeemed redeem_open_code(Transaction& transaction, const Config& config,
                          const Redemption& redemption, const Caller& caller, Binding binding) {
  // A session that another one has vouched for, without anybody's proof (a page in a web-view),
  // joins accounts no more than it issues codes: both come to sign in to what is left (B6, B30).
  if (caller.is_own_session && caller.authenticated_ms == 0) require_fresh_sign_in(caller);
  const WallMs now_ms = transaction.now_ms();
  binding.purpose = redemption.purpose;
  const std::optional<Identity> identity = find_identity(transaction, caller.identity.id);
  if (!identity) return invalid_token();
  const Obstacle obstacle = find_obstacle(transaction, config, binding, *identity);
  if (obstacle == Obstacle::already_linked) return Json({{"state", "already_linked"}});
  if (obstacle != Obstacle::none) {
    // The code stays good: after seeing this the person may choose to merge with it.
    const HttpError error = error_for(obstacle);
    write_audit(transaction, "conflict", caller.user.id, binding.id, error.code);
    return error;
  }
  take(binding, redemption, caller, now_ms);
  if (!advance_binding(transaction, binding, "issued"))
    return fail(transaction, redemption, caller);
  write_audit(transaction, "redeemed", caller.user.id, binding.id, binding.purpose);
  return redeemed_json(transaction, binding);
}

Json redeemed_json(Transaction& transaction, const Binding& binding) {
  Json answer;
  answer["bindingId"] = binding.id;
  answer["state"] = binding.state;
  answer["preview"] = preview_for(transaction, binding, Role::redeemer);
  answer["expiresIn"] = std::max<WallMs>(0, (binding.expires_ms - transaction.now_ms()) / 1000);
  return answer;
}

asio::awaitable<Response> redeem_bind_code(Backend& backend, Request request) {
  co_return co_await redeem_code(backend, std::move(request), false);
}

asio::awaitable<Response> redeem_for_merge(Backend& backend, Request request) {
  co_return co_await redeem_code(backend, std::move(request), true);
}

}  // namespace hufu::mock::unified
