// POST /api/bindings/{id}/confirm: the issuer types the number that the redeemer sees, and the two
// become one.
#include <nlohmann/json.hpp>
#include <variant>

#include "crypto/digest.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "people/bind_code.h"
#include "people/caller.h"
#include "people/linking.h"
#include "store/audit.h"
#include "unified/binding_answer.h"
#include "unified/session_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, HttpError>;

Json confirmed() {
  Json answer;
  answer["state"] = "confirmed";
  answer["success"] = true;
  return answer;
}

Outcome count_wrong(Transaction& transaction, const Caller& caller, Binding binding) {
  count_wrong_number(transaction, binding);
  ++binding.wrong_numbers;
  if (binding.wrong_numbers < kNumberTries) {
    HttpError error(422, "wrong_number", "This is not the number that the other side shows.");
    error.detail =
        std::make_pair(std::string("attemptsLeft"), kNumberTries - binding.wrong_numbers);
    return error;
  }
  const std::string from = binding.state;
  binding.state = "declined";
  advance_binding(transaction, binding, from);
  write_audit(transaction, "declined", caller.user.id, binding.id, "wrong numbers");
  return error_for_state(binding);
}

// Table B11 once more: since the code was redeemed, either side may have changed.
Outcome end_with(Transaction& transaction, const Caller& caller, Binding binding,
                 Obstacle obstacle) {
  const HttpError error = error_for(obstacle);
  const std::string from = binding.state;
  binding.state = "declined";
  advance_binding(transaction, binding, from);
  write_audit(transaction, "conflict", caller.user.id, binding.id, error.code);
  return error;
}

// The issuer's own session gets its new tokens here; a Clerk session has none of ours.
Json answer_with_session(Transaction& transaction, const Backend& backend, const Caller& caller) {
  Json answer = confirmed();
  if (!caller.is_own_session) return answer;
  const Session session = find_session(transaction, caller.session_id).value();
  const User user = find_user(transaction, session.user_id).value();
  answer["session"] = session_json(backend, session, user, transaction.now_ms());
  return answer;
}

Outcome join(Transaction& transaction, const Backend& backend, const Caller& caller,
             Binding binding) {
  lock_users(transaction, binding.issuer_user_id, binding.redeemer_user_id);
  const std::optional<Identity> redeemer = find_identity(transaction, binding.redeemer_identity_id);
  if (!redeemer) return end_with(transaction, caller, binding, Obstacle::belongs_to_another);
  const Obstacle obstacle = find_obstacle(transaction, backend.config, binding, *redeemer);
  if (obstacle != Obstacle::none && obstacle != Obstacle::already_linked)
    return end_with(transaction, caller, binding, obstacle);
  binding.state = "confirmed";
  if (!advance_binding(transaction, binding, "accepted")) return error_for_state(binding);
  const bool joined = obstacle == Obstacle::already_linked ||
                      join_users(transaction, backend.config, binding, *redeemer);
  // Thrown, so that everything above is undone: the loser of two concurrent links (B11, last row).
  if (!joined) throw error_for(Obstacle::belongs_to_another);
  write_audit(transaction, "confirmed", caller.user.id, binding.id, binding.purpose);
  return answer_with_session(transaction, backend, caller);
}

Outcome confirm(Transaction& transaction, const Backend& backend, const Caller& caller,
                const std::string& id, const std::string& number) {
  const std::optional<Binding> binding = find_binding(transaction, id);
  if (!binding || role_in(*binding, caller) != Role::issuer) return binding_not_found();
  if (binding->state == "confirmed") return confirmed();  // the answer got lost
  if (binding->state != "accepted") return error_for_state(*binding);
  if (!equal_in_constant_time(binding->number, number))
    return count_wrong(transaction, caller, *binding);
  return join(transaction, backend, caller, *binding);
}

}  // namespace

asio::awaitable<Response> confirm_binding(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string id = request.parameter("id");
  const std::string number = JsonBody(request).text("number", 16);
  auto work = [&backend, caller, id, number](Transaction& transaction) {
    return confirm(transaction, backend, caller, id, number);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  backend.mail.ring();
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::unified
