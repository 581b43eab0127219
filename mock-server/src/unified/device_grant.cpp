// POST /oauth/token: what the device gets once it was let in (RFC 8628).
#include "unified/device_grant.h"
#include "http/errors.h"
#include "people/caller.h"
#include "store/audit.h"
#include "unified/oauth_form.h"
#include "unified/session_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr int kSlowDownSeconds = 5;
constexpr const char* kGrantType = "urn:ietf:params:oauth:grant-type:device_code";

HttpError not_yet(Transaction& transaction, DeviceGrant grant) {
  const WallMs now_ms = transaction.now_ms();
  const bool too_soon = grant.polled_ms != 0 && now_ms - grant.polled_ms < grant.interval_s * 1000;
  if (too_soon) grant.interval_s += kSlowDownSeconds;
  grant.polled_ms = now_ms;
  save_device_grant(transaction, grant, grant.state);
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
  vouched.ends_with = approver->ends_with;
  return vouched;
}

GrantOutcome let_in(Transaction& transaction, const Backend& backend, DeviceGrant grant) {
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
GrantOutcome let_in_again(Transaction& transaction, const Backend& backend,
                          const DeviceGrant& grant) {
  const std::optional<Session> session = find_session(transaction, grant.session_id);
  if (!session || session->ended() || session->counter != 1)
    return oauth_error("invalid_grant", "This code has been used.");
  return token_answer(transaction, backend, *session);
}

GrantOutcome redeem(Transaction& transaction, const Backend& backend,
                    const std::string& device_code, const std::string& platform) {
  const auto grant = find_grant_of_device(transaction, backend.secrets, device_code, platform);
  if (!grant) return device_code_unknown();
  if (grant->is_over_at(transaction.now_ms())) return no_longer_there();
  if (grant->state == "denied") return oauth_error("access_denied", "The request was denied.");
  if (grant->state == "approved") return let_in(transaction, backend, *grant);
  if (grant->state == "redeemed") return let_in_again(transaction, backend, *grant);
  return not_yet(transaction, *grant);
}

}  // namespace

std::optional<DeviceGrant> find_grant_of_device(Transaction& transaction, const Secrets& secrets,
                                                const std::string& device_code,
                                                const std::string& platform) {
  auto grant = find_by_code(secrets, "device", device_code, [&](const std::string& hash) {
    return find_device_grant_by_device(transaction, hash);
  });
  if (grant && grant->platform != platform) return std::nullopt;
  return grant;
}

HttpError device_code_unknown() {
  return oauth_error("invalid_grant", "This device code is not known.");
}

HttpError no_longer_there() {
  return oauth_error("expired_token", "Nobody approved in time. Start again.");
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
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  co_return json_response(200, require_done(std::move(outcome)));
}

}  // namespace hufu::mock::unified
