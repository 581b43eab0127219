// Joining the two halves of one person: issue, redeem, accept, confirm by number (B1 to B22).
#include <algorithm>
#include <tuple>
#include <utility>

#include "session/session.h"

namespace hufu::session {
namespace {

// B10: the whole flow lasts at most ten minutes.
constexpr Millis kLongestBinding = 600'000;
// B19: the polling interval of a server that does not hold long polls.
constexpr Millis kPollInterval = 5'000;
// An answer faster than this was not a held one.
constexpr Millis kHeldAtLeast = 1'000;

bool is_over(std::string_view state) {
  return state == "confirmed" || state == "declined" || state == "expired" ||
         state == "already_linked";
}

// A token that is refused even after its renewal will not be liked better in five seconds.
bool is_passing(const Error& error) {
  return error.action() == Action::retry && error.code != Errc::token_rejected;
}

}  // namespace

Task<Value> Session::confirm_binding(Value which, Mark who) {
  Call confirm = call("confirm_binding", which);
  const dialects::Route* route = confirm.route;
  Value body = co_await signed_call(std::move(confirm), who);
  std::optional<Value> binding = dialects::read_reply(*route, body);
  if (!binding) co_return Errc::malformed_reply;
  Value grant = read_grant(body.take("session"));
  const bool joined = config_.session == SessionSource::own && !grant.is_null();
  if (joined) std::ignore = co_await flow::attempt(keep_joined(std::move(grant), who));
  if (binding->text_or("binding_id", "").empty()) {
    binding->set("binding_id", which.take("binding_id"));
  }
  co_return *std::move(binding);
}

// The session of the joined account in the place of its redeemer's, but never in the place of one
// that somebody has signed in to since: that one speaks for the account with its next refresh
// (B13).
Task<Value> Session::keep_joined(Value grant, Mark who) {
  RecordRef redeemer = vault_.held();
  if (redeemer == nullptr || !generation_.nobody_came_since(who)) co_return Value();
  Record joined = record_of(std::move(grant));
  joined.person = who.person;
  if (joined.user.is_null()) joined.user = redeemer->user;
  RecordRef next = std::make_shared<const Record>(std::move(joined));
  Result<flow::Lease> lease = co_await host_.try_lock(lock_name(), config_.lock_wait_ms);
  co_await vault_.replace(redeemer, next, who);
  generation_.came();
  back_off_.succeeded();
  announce(EventKind::refreshed, std::nullopt);
  co_return Value();
}

Task<Value> Session::wait_for_binding(Value which, Mark who) {
  const Millis began = now().uptime.ms;
  while (now().uptime.ms - began < kLongestBinding) {
    const Millis asked = now().uptime.ms;
    const std::string since(which.text_or("since", ""));
    Call watch = call("wait_for_binding", which);
    if (watch.route == nullptr) co_return Errc::unsupported;
    Result<Value> seen = co_await flow::attempt(ask_backend(std::move(watch), who));
    if (!seen && !is_passing(seen.error())) co_return seen.error();
    const std::string state(seen ? seen->text_or("state", "") : "");
    if (seen && (is_over(state) || (!since.empty() && state != since))) {
      co_return co_await join_account(*std::move(seen), who);
    }
    const bool first_look = seen && since.empty();
    if (seen) which.set("since", state);
    const bool held = now().uptime.ms - asked >= kHeldAtLeast;
    const Millis asked_for = seen ? 0 : seen.error().retry_after_ms;
    if (!first_look && !(seen && held)) co_await host_.sleep(std::max(kPollInterval, asked_for));
  }
  co_return Errc::binding_expired;
}

// After a confirmed binding the redeemer's session speaks for the joined account from its next
// refresh on (B13): that refresh is made now. If it fails for the moment it comes with the next
// call. Yields the binding.
Task<Value> Session::join_account(Value binding, Mark who) {
  const std::string_view state = binding.text_or("state", "");
  if (state == "declined") co_return Errc::binding_declined;
  if (state == "expired") co_return Errc::binding_expired;
  const bool joined = state == "confirmed" && binding.text_or("role", "") == "redeemer";
  const bool here = vault_.held() != nullptr && generation_.same_person_since(who);
  if (joined && config_.session == SessionSource::own && here) {
    outdated_ = vault_.held()->access_token;
    std::ignore = co_await flow::attempt(fresh_record());
  }
  co_return binding;
}

}  // namespace hufu::session
