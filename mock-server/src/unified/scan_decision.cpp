// POST /api/scans/{id}/approve and …/deny: whoever opened it, in the session that did, says yes or
// no to a sign-in elsewhere.
#include "http/errors.h"
#include "http/json_body.h"
#include "unified/device_grant.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;

// Nothing is guessed here: an id opens nothing in another session than the one that scanned.
std::variant<DeviceGrant, HttpError> find_scanned(Transaction& transaction, const std::string& id,
                                                  const Caller& caller) {
  const auto grant = find_device_grant(transaction, id);
  if (!grant || !is_scanned_by(*grant, caller)) return user_code_invalid();
  if (grant->state == "redeemed" || grant->state == "denied" || grant->state == "closed")
    return HttpError(409, "binding_ended", "This sign-in is over. Start again where it began.");
  if (grant->is_over_at(transaction.now_ms()))
    return HttpError(409, "binding_expired", "This took too long. Start again where it began.");
  return *grant;
}

}  // namespace

asio::awaitable<Response> approve_scan(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string id = request.parameter("id");
  const std::string number = JsonBody::or_empty(request).optional_text("number", 16).value_or("");
  auto work = [&backend, caller, id, number](Transaction& transaction) -> GrantOutcome {
    const auto found = find_scanned(transaction, id, caller);
    if (const auto* error = std::get_if<HttpError>(&found)) return *error;
    return approve_grant(transaction, backend, caller, std::get<DeviceGrant>(found), number);
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  co_return json_response(200, require_done(std::move(outcome)));
}

asio::awaitable<Response> deny_scan(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string id = request.parameter("id");
  auto work = [caller, id](Transaction& transaction) -> GrantOutcome {
    const auto found = find_scanned(transaction, id, caller);
    if (const auto* error = std::get_if<HttpError>(&found)) return *error;
    return deny_grant(transaction, caller, std::get<DeviceGrant>(found));
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  require_done(std::move(outcome));
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
