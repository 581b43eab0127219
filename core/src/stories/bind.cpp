#include "stories/bind.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace hufu::stories {

using backend::Call;
using flow::Task;

namespace {

// B10: the whole flow lasts at most ten minutes.
constexpr Millis kLongestBinding = 600'000;
// B19: the polling interval of a server that does not hold long polls.
constexpr Millis kPollInterval = 5'000;

bool is_over(std::string_view state) {
  return state == "confirmed" || state == "declined" || state == "expired" ||
         state == "already_linked";
}

// What the screen draws is no longer what it should draw (B18).
bool has_new_link(const Value& seen, const Value& drawn) {
  const std::string_view now = seen.text_or("url", "");
  const std::string_view before = drawn.text_or("url", "");
  return !now.empty() && !before.empty() && now != before;
}

// A token that is refused even after its renewal will not be liked better in five seconds.
bool is_passing(const Fault& error) {
  return error.action() == Action::retry && error.code() != Errc::token_rejected;
}

}  // namespace

Task<Value> Bind::confirm(Value which, Mark who) {
  Call call = backend_.call("confirm_binding", which);
  const dialects::Route* route = call->route;
  Value body = co_await calls_.signed_call(std::move(call), who);
  Value binding = dialects::read_reply(*route, body);
  if (binding.is_null()) co_return Errc::malformed_reply;
  backend::Grant grant = backend_.grant_of(body.at("session"));
  if (config_.session == SessionSource::own && grant) {
    // The session of the joined account in the place of its redeemer's.
    Tried<Value> kept = co_await flow::attempt(new_pair_.keep(std::move(grant), who));
    if (kept) generation_.came();
  }
  if (binding.text_or("binding_id", "").empty()) {
    binding.set("binding_id", which.at("binding_id"));
  }
  co_return binding;
}

Task<Value> Bind::wait(Value which, Mark who) {
  const Millis began = clock_.uptime().ms;
  while (clock_.uptime().ms - began < kLongestBinding) {
    const Millis asked = clock_.uptime().ms;
    const Text since(which.text_or("since", ""));
    Call watch = backend_.call("wait_for_binding", which);
    if (watch->route == nullptr) co_return Errc::unsupported;
    Tried<Value> seen = co_await flow::attempt(one_call_.make(std::move(watch), who));
    if (!seen && !is_passing(seen.fault())) co_return seen.fault();
    const Text state(seen ? seen->text_or("state", "") : "");
    const bool has_changed = !since.empty() && state != since;
    if (seen && (is_over(state) || has_changed || has_new_link(*seen, which))) {
      co_return co_await join_account(*std::move(seen), who);
    }
    const bool first_look = seen && since.empty();
    if (seen) which.set("since", state);
    const bool held = clock_.uptime().ms - asked >= flow::kHeldAtLeast;
    const Millis asked_for = seen ? 0 : seen.fault().retry_after_ms();
    if (!first_look && !(seen && held)) co_await timer_.sleep(std::max(kPollInterval, asked_for));
  }
  co_return Errc::binding_expired;
}

// After a confirmed binding the redeemer's session speaks for the joined account from its next
// refresh on (B13): that refresh is made now. If it fails for the moment it comes with the next
// call. Yields the binding.
Task<Value> Bind::join_account(Value binding, Mark who) {
  const std::string_view state = binding.text_or("state", "");
  if (state == "declined") co_return Errc::binding_declined;
  if (state == "expired") co_return Errc::binding_expired;
  const bool joined = state == "confirmed" && binding.text_or("role", "") == "redeemer";
  const bool here = vault_.held() != nullptr && generation_.same_person_since(who);
  if (joined && config_.session == SessionSource::own && here) {
    tokens_.outdate(vault_.held()->access_token);
    std::ignore = co_await flow::attempt(tokens_.fresh_record());
  }
  co_return binding;
}

}  // namespace hufu::stories
