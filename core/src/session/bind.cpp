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

Task<Value> Session::confirm_binding(Value which) {
  const std::uint32_t began = epoch_;
  const std::uint32_t person = person_;
  Call confirm = call("confirm_binding", which);
  const backends::Route* route = confirm.route;
  Value body = co_await signed_call(std::move(confirm));
  std::optional<Value> binding = backends::read_reply(*route, body);
  if (!binding) co_return Errc::malformed_reply;
  Value grant = read_grant(body.take("session"));
  // A session for the person before is not written over that of one who has signed in since.
  const bool ours = config_.session == SessionSource::own && person == person_;
  if (ours && !grant.is_null()) {
    if (grant.find("user")->is_null()) grant.set("user", user());
    co_await keep_grant(std::move(grant), began, EventKind::refreshed);
  }
  if (binding->text_or("binding_id", "").empty()) {
    binding->set("binding_id", which.take("binding_id"));
  }
  co_return *std::move(binding);
}

Task<Value> Session::wait_for_binding(Value which) {
  const Millis began = now().uptime.ms;
  while (now().uptime.ms - began < kLongestBinding) {
    const Millis asked = now().uptime.ms;
    const std::string since(which.text_or("since", ""));
    Call watch = call("wait_for_binding", which);
    if (watch.route == nullptr) co_return Errc::unsupported;
    Result<Value> seen = co_await flow::attempt(ask_backend(std::move(watch)));
    if (!seen && !is_passing(seen.error())) co_return seen.error();
    const std::string state(seen ? seen->text_or("state", "") : "");
    if (seen && (is_over(state) || (!since.empty() && state != since))) {
      co_return co_await join_account(*std::move(seen));
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
Task<Value> Session::join_account(Value binding) {
  const std::string_view state = binding.text_or("state", "");
  if (state == "declined") co_return Errc::binding_declined;
  if (state == "expired") co_return Errc::binding_expired;
  const bool joined = state == "confirmed" && binding.text_or("role", "") == "redeemer";
  if (joined && config_.session == SessionSource::own && vault_.held() != nullptr) {
    outdated_ = vault_.held()->access_token;
    std::ignore = co_await flow::attempt(fresh_record());
  }
  co_return binding;
}

}  // namespace hufu::session
