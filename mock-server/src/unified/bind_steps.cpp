// POST /api/bindings/{id}/accept and …/decline: the redeemer joins, or either side says no.
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/random.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/caller.h"
#include "store/audit.h"
#include "unified/binding_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;

Json accepted(const Binding& binding) {
  Json answer;
  answer["state"] = binding.state;
  answer["number"] = binding.number;
  return answer;
}

// An error is returned, not thrown: looking at a binding may have marked it expired, and that has
// to stay.
Outcome accept(Transaction& transaction, const Caller& caller, const std::string& id) {
  std::optional<Binding> binding = find_binding(transaction, id);
  if (!binding || role_in(*binding, caller) != Role::redeemer) return binding_not_found();
  if (binding->state == "accepted")
    return accepted(*binding);  // the answer got lost: the same number again
  if (binding->state != "pending") return error_for_state(*binding);
  binding->state = "accepted";
  binding->number = random_symbols(2, "0123456789");
  if (!advance_binding(transaction, *binding, "pending")) return error_for_state(*binding);
  write_audit(transaction, "accepted", caller.user.id, binding->id, "");
  return accepted(*binding);
}

Outcome decline(Transaction& transaction, const Caller& caller, const std::string& id) {
  std::optional<Binding> binding = find_binding(transaction, id);
  if (!binding || viewer_of(*binding, caller) == Role::none) return binding_not_found();
  if (binding->state == "declined") return Json();
  if (!binding->is_live()) return error_for_state(*binding);
  const std::string from = binding->state;
  binding->state = "declined";
  if (!advance_binding(transaction, *binding, from)) return error_for_state(*binding);
  write_audit(transaction, "declined", caller.user.id, binding->id, "");
  return Json();
}

}  // namespace

asio::awaitable<Response> accept_binding(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string id = request.parameter("id");
  auto work = [caller, id](Transaction& transaction) { return accept(transaction, caller, id); };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

asio::awaitable<Response> decline_binding(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string id = request.parameter("id");
  auto work = [caller, id](Transaction& transaction) { return decline(transaction, caller, id); };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
