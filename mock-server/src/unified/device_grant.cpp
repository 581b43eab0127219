// POST /oauth/device_authorization and POST /oauth/token: the device's side of RFC 8628.
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "http/errors.h"
#include "people/bind_code.h"
#include "people/caller.h"
#include "people/limits.h"
#include "store/audit.h"
#include "store/device_grants.h"
#include "unified/oauth_form.h"
#include "unified/session_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;

constexpr WallMs kLifeMs = 600'000;
constexpr int kSlowDownSeconds = 5;
constexpr const char* kGrantType = "urn:ietf:params:oauth:grant-type:device_code";

Outcome start(Transaction& transaction, const Backend& backend, DeviceGrant grant,
              const std::string& address) {
  const WallMs wait_ms =
      backend.config.limits ? wait_before_device_start_ms(transaction, address) : 0;
  if (wait_ms > 0) return rate_limited(retry_after_seconds(wait_ms));
  count_device_start(transaction, address);
  const std::string user_code = new_typed_code();
  const std::string device_code = encode_base64url(random_bytes(32));
  grant.id = random_uuid();
  grant.user_hmac =
      code_hmac(backend.secrets, "device-user", normalise_typed_code(user_code).value());
  grant.device_hmac = code_hmac(backend.secrets, "device", device_code);
  grant.number = random_symbols(2, "0123456789");
  grant.created_ms = transaction.now_ms();
  grant.expires_ms = grant.created_ms + kLifeMs;
  add_device_grant(transaction, grant);
  write_audit(transaction, "device_started", "", grant.id, grant.platform);
  Json answer;
  answer["device_code"] = device_code;
  answer["user_code"] = user_code;
  answer["verification_uri"] = backend.config.public_url + "/device";
  answer["verification_uri_complete"] =
      backend.config.public_url + "/device?user_code=" + user_code;
  answer["expires_in"] = kLifeMs / 1000;
  answer["interval"] = grant.interval_s;
  answer["number"] = grant.number;
  return answer;
}

HttpError oauth_error(std::string code, std::string message) {
  return HttpError(400, std::move(code), std::move(message));
}

HttpError not_yet(Transaction& transaction, DeviceGrant grant) {
  const WallMs now_ms = transaction.now_ms();
  const bool too_soon = grant.polled_ms != 0 && now_ms - grant.polled_ms < grant.interval_s * 1000;
  if (too_soon) grant.interval_s += kSlowDownSeconds;
  grant.polled_ms = now_ms;
  save_device_grant(transaction, grant, "pending");
  if (too_soon) return oauth_error("slow_down", "Ask less often.");
  return oauth_error("authorization_pending", "Nobody has approved yet.");
}

Json token_answer(Transaction& transaction, const Backend& backend, const Session& session) {
  const User user = find_user(transaction, session.user_id).value();
  Json answer = session_json(backend, session, user, transaction.now_ms());
  // The names of RFC 6749 beside ours.
  answer["access_token"] = answer["token"];
  answer["refresh_token"] = answer["refreshToken"];
  if (answer.contains("expiresIn")) answer["expires_in"] = answer["expiresIn"];
  answer["token_type"] = "Bearer";
  return answer;
}

bool is_borrowed(const std::string& session_id) { return session_id.starts_with("clerk:"); }

// No better than the session that vouched for it, and nothing once that one has ended.
std::optional<Vouched> vouched_by_approver(Transaction& transaction, const DeviceGrant& grant) {
  Vouched vouched{transaction.now_ms(), grant.approver_authenticated_ms};
  if (is_borrowed(grant.approver_session_id)) return vouched;
  const std::optional<Session> approver = find_session(transaction, grant.approver_session_id);
  if (!approver || approver->ended()) return std::nullopt;
  vouched.created_ms = approver->created_ms;
  return vouched;
}

Outcome let_in(Transaction& transaction, const Backend& backend, DeviceGrant grant) {
  const std::optional<Identity> identity = find_identity(transaction, grant.identity_id);
  const std::optional<User> user =
      identity ? find_user(transaction, identity->user_id) : std::nullopt;
  if (!user || user->state != "active")
    return oauth_error("access_denied", "The account that approved is gone.");
  const std::optional<Vouched> vouched = vouched_by_approver(transaction, grant);
  if (!vouched)
    return oauth_error("access_denied", "Who approved has signed out meanwhile. Start again.");
  const Session session =
      create_vouched_session(transaction, user->id, identity->id, grant.platform, *vouched);
  grant.state = "redeemed";
  grant.session_id = session.id;
  if (!save_device_grant(transaction, grant, "approved"))
    return oauth_error("invalid_grant", "This code has been used.");
  write_audit(transaction, "signed_in", user->id, session.id, "device");
  return token_answer(transaction, backend, session);
}

// The answer may have got lost: as long as nobody has refreshed with it, it can be given again,
// byte for byte.
Outcome let_in_again(Transaction& transaction, const Backend& backend, const DeviceGrant& grant) {
  const std::optional<Session> session = find_session(transaction, grant.session_id);
  if (!session || session->ended() || session->counter != 1)
    return oauth_error("invalid_grant", "This code has been used.");
  return token_answer(transaction, backend, *session);
}

Outcome redeem(Transaction& transaction, const Backend& backend, const std::string& device_code,
               const std::string& platform) {
  const auto grant = find_by_code(
      backend.secrets, "device", device_code,
      [&](const std::string& hash) { return find_device_grant_by_device(transaction, hash); });
  if (!grant || grant->platform != platform)
    return oauth_error("invalid_grant", "This device code is not known.");
  if (grant->expires_ms <= transaction.now_ms())
    return oauth_error("expired_token", "Nobody approved in time. Start again.");
  if (grant->state == "denied") return oauth_error("access_denied", "The request was denied.");
  if (grant->state == "pending") return not_yet(transaction, *grant);
  if (grant->state == "redeemed") return let_in_again(transaction, backend, *grant);
  return let_in(transaction, backend, *grant);
}

}  // namespace

asio::awaitable<Response> start_device_grant(Backend& backend, Request request) {
  const Form form = read_form(request);
  DeviceGrant grant;
  grant.client = field(form, "client_id", 64);
  grant.platform = read_platform(request);
  grant.place = coarse_place(request.remote_address);
  const std::string address = request.remote_address;
  auto work = [&backend, grant, address](Transaction& transaction) {
    return start(transaction, backend, grant, address);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

asio::awaitable<Response> redeem_device_grant(Backend& backend, Request request) {
  const Form form = read_form(request);
  if (field(form, "grant_type", 64) != kGrantType)
    throw oauth_error("unsupported_grant_type", "Only the device code grant is known here.");
  const std::string device_code = field(form, "device_code", 128);
  const std::string platform = read_platform(request);
  auto work = [&backend, device_code, platform](Transaction& transaction) {
    return redeem(transaction, backend, device_code, platform);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::unified
