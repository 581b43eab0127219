// GET /api/device/{user_code}, …/approve and …/deny: the signed-in side of RFC 8628.
#include <nlohmann/json.hpp>
#include <variant>

#include "http/errors.h"
#include "http/json_body.h"
#include "people/bind_code.h"
#include "people/caller.h"
#include "people/limits.h"
#include "unified/device_grant.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct Approver {
  Caller caller;
  std::string user_code;
  std::string address;
};

Approver make_approver(Caller caller, const Request& request) {
  Approver approver;
  approver.caller = std::move(caller);
  approver.user_code = request.parameter("user_code");
  approver.address = request.remote_address;
  return approver;
}

// Whoever scanned or approved may ask again: the answer may have got lost. On one telephone nobody
// types a code: that would go round the one that the page asks for.
bool is_open_to(const DeviceGrant& grant, const std::string& user_id, WallMs now_ms) {
  const bool is_mine =
      (grant.state == "scanned" || grant.state == "approved") && grant.user_id == user_id;
  return !grant.on_this_phone && (grant.state == "pending" || is_mine) && !grant.is_over_at(now_ms);
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

GrantOutcome look(Transaction& transaction, const Backend& backend, const Approver& approver) {
  const auto found = find_waiting(transaction, backend, approver);
  if (const auto* error = std::get_if<HttpError>(&found)) return *error;
  return grant_preview(std::get<DeviceGrant>(found), transaction.now_ms());
}

GrantOutcome approve(Transaction& transaction, const Backend& backend, const Approver& approver,
                     const std::string& number) {
  const auto found = find_waiting(transaction, backend, approver);
  if (const auto* error = std::get_if<HttpError>(&found)) return *error;
  return approve_grant(transaction, backend, approver.caller, std::get<DeviceGrant>(found), number);
}

GrantOutcome deny(Transaction& transaction, const Backend& backend, const Approver& approver) {
  const auto found = find_waiting(transaction, backend, approver);
  if (const auto* error = std::get_if<HttpError>(&found)) return *error;
  return deny_grant(transaction, approver.caller, std::get<DeviceGrant>(found));
}

}  // namespace

asio::awaitable<Response> preview_device(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Approver approver = make_approver(std::move(caller), request);
  auto work = [&backend, approver](Transaction& transaction) {
    return look(transaction, backend, approver);
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  co_return json_response(200, require_done(std::move(outcome)));
}

asio::awaitable<Response> approve_device(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Approver approver = make_approver(std::move(caller), request);
  const std::string number = JsonBody(request).text("number", 16);
  auto work = [&backend, approver, number](Transaction& transaction) {
    return approve(transaction, backend, approver, number);
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  co_return json_response(200, require_done(std::move(outcome)));
}

asio::awaitable<Response> deny_device(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const Approver approver = make_approver(std::move(caller), request);
  auto work = [&backend, approver](Transaction& transaction) {
    return deny(transaction, backend, approver);
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  require_done(std::move(outcome));
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
