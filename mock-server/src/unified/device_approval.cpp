// GET /api/device/{user_code}, …/approve and …/deny: the signed-in side of RFC 8628.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/digest.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/bind_code.h"
#include "people/caller.h"
#include "people/limits.h"
#include "store/audit.h"
#include "store/device_grants.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;

struct Approver {
  Caller caller;
  std::string user_code;
  std::string address;
};

HttpError user_code_invalid() {
  return HttpError(400, "user_code_invalid",
                   "This code is not valid. Look at the device for a new one.");
}

Approver make_approver(Caller caller, const Request& request) {
  Approver approver;
  approver.caller = std::move(caller);
  approver.user_code = request.parameter("user_code");
  approver.address = request.remote_address;
  return approver;
}

// Whoever approved may ask again: the answer may have got lost.
bool is_open_to(const DeviceGrant& grant, const std::string& user_id, WallMs now_ms) {
  const bool is_mine = grant.state == "approved" && grant.user_id == user_id;
  return (grant.state == "pending" || is_mine) && grant.expires_ms > now_ms;
}

// Guessing a user code is guessing a code: the same budget as for bind codes, and one answer for
// all that lead nowhere.
std::variant<DeviceGrant, HttpError> find_waiting(Transaction& transaction, const Backend& backend,
                                                  const Approver& approver) {
  const std::string& user_id = approver.caller.user.id;
  const WallMs wait_ms = backend.config.limits
                             ? wait_before_redeem_ms(transaction, user_id, approver.address, false)
                             : 0;
  if (wait_ms > 0) return rate_limited(retry_after_seconds(wait_ms));
  const auto typed = normalise_typed_code(approver.user_code);
  const auto grant = find_by_code(
      backend.secrets, "device-user", typed.value_or(""),
      [&](const std::string& hash) { return find_device_grant_by_user(transaction, hash); });
  if (typed && grant && is_open_to(*grant, user_id, transaction.now_ms())) return *grant;
  count_failed_redeem(transaction, user_id, approver.address);
  return user_code_invalid();
}

Json preview(const DeviceGrant& grant, WallMs now_ms) {
  Json answer;
  answer["client"] = grant.client;
  answer["platform"] = grant.platform;
  answer["place"] = grant.place;
  answer["state"] = grant.state;
  answer["expiresIn"] = std::max<WallMs>(0, (grant.expires_ms - now_ms) / 1000);
  return answer;
}

Outcome look(Transaction& transaction, const Backend& backend, const Approver& approver) {
  const auto found = find_waiting(transaction, backend, approver);
  if (const auto* error = std::get_if<HttpError>(&found)) return *error;
  return preview(std::get<DeviceGrant>(found), transaction.now_ms());
}

HttpError count_wrong(Transaction& transaction, DeviceGrant grant) {
  ++grant.wrong_numbers;
  if (grant.wrong_numbers >= kNumberTries) grant.state = "denied";
  save_device_grant(transaction, grant, "pending");
  if (grant.wrong_numbers >= kNumberTries)
    return HttpError(409, "binding_ended", "Three wrong numbers. Start again on the device.");
  HttpError error(422, "wrong_number", "This is not the number that the device shows.");
  error.detail = std::make_pair(std::string("attemptsLeft"), kNumberTries - grant.wrong_numbers);
  return error;
}

// The device's session counts from the day that the approver's own does, so it is no better than
// that one. A borrowed session (Clerk's) has no such day here: it has to be fresh (ASVS 7.5.1, B6).
void require_no_gain(const Caller& approver) {
  if (!approver.is_own_session) require_fresh_sign_in(approver);
}

Outcome decide(Transaction& transaction, const Backend& backend, const Approver& approver,
               const std::string& state, const std::string& number) {
  auto found = find_waiting(transaction, backend, approver);
  if (const auto* error = std::get_if<HttpError>(&found)) return *error;
  DeviceGrant grant = std::get<DeviceGrant>(found);
  if (grant.state == state) return Json({{"state", state}});
  if (state == "approved") require_no_gain(approver.caller);
  if (state == "approved" && !equal_in_constant_time(grant.number, number))
    return count_wrong(transaction, grant);
  grant.state = state;
  grant.user_id = approver.caller.user.id;
  grant.identity_id = approver.caller.identity.id;
  grant.approver_session_id = approver.caller.session_id;
  grant.approver_authenticated_ms = approver.caller.authenticated_ms;
  // What was approved and not yet fetched can still be denied.
  if (!save_device_grant(transaction, grant, std::get<DeviceGrant>(found).state))
    return user_code_invalid();
  write_audit(transaction, "device_" + state, grant.user_id, grant.id, "");
  return Json({{"state", state}});
}

}  // namespace

asio::awaitable<Response> preview_device(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Approver approver = make_approver(std::move(caller), request);
  auto work = [&backend, approver](Transaction& transaction) {
    return look(transaction, backend, approver);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

asio::awaitable<Response> approve_device(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Approver approver = make_approver(std::move(caller), request);
  const std::string number = JsonBody(request).text("number", 16);
  auto work = [&backend, approver, number](Transaction& transaction) {
    return decide(transaction, backend, approver, "approved", number);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

asio::awaitable<Response> deny_device(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Approver approver = make_approver(std::move(caller), request);
  auto work = [&backend, approver](Transaction& transaction) {
    return decide(transaction, backend, approver, "denied", "");
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
