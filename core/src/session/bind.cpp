// Joining the two halves of one person: issue, redeem, accept, confirm by number (B1 to B22).
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

bool is_over(const Binding& binding) {
  return binding.state == "confirmed" || binding.state == "declined" ||
         binding.state == "expired" || binding.state == "already_linked";
}

// A token that is refused even after its renewal will not be liked better in five seconds.
bool is_passing(const Error& error) {
  return error.action() == Action::retry && error.code != Errc::token_rejected;
}

}  // namespace

Task<BindCode> Session::perform(CreateBindCode what) {
  std::optional<backends::Request> request = backend_->create_bind_code(what);
  json::Value body = co_await signed_call(std::move(request));
  std::optional<BindCode> code = backend_->read_bind_code(body);
  if (!code) co_return Errc::malformed_reply;
  co_return *std::move(code);
}

Task<Binding> Session::perform(RedeemBindCode what) {
  std::optional<backends::Request> request = backend_->redeem_bind_code(what);
  co_return co_await binding_call(std::move(request));
}

Task<Binding> Session::perform(AcceptBinding which) {
  std::optional<backends::Request> request = backend_->accept_binding(which);
  co_return co_await binding_call(std::move(request));
}

Task<Binding> Session::perform(ConfirmBinding which) {
  const std::uint32_t began = epoch_;
  const std::uint32_t person = person_;
  std::optional<backends::Request> request = backend_->confirm_binding(which);
  json::Value body = co_await signed_call(std::move(request));
  std::optional<Binding> binding = backend_->read_binding(body);
  if (!binding) co_return Errc::malformed_reply;
  std::optional<backends::Grant> grant = backend_->read_binding_session(body);
  // A session for the person before is not written over that of one who has signed in since.
  if (grant && config_.session == SessionSource::own && person == person_) {
    if (!grant->user) grant->user = user();
    co_await keep_grant(*std::move(grant), began, EventKind::refreshed);
  }
  if (binding->binding_id.empty()) binding->binding_id = which.binding_id;
  co_return *std::move(binding);
}

Task<Nothing> Session::perform(DeclineBinding which) {
  std::optional<backends::Request> request = backend_->decline_binding(which);
  co_await signed_call(std::move(request));
  co_return Nothing();
}

Task<Binding> Session::perform(WaitForBinding which) {
  const Millis began = now().uptime.ms;
  std::string since = std::move(which.since);
  while (now().uptime.ms - began < kLongestBinding) {
    const Millis asked = now().uptime.ms;
    std::optional<backends::Request> request = backend_->watch_binding(which.binding_id, since);
    Result<Binding> seen = co_await flow::attempt(binding_call(std::move(request)));
    if (!seen && !is_passing(seen.error())) co_return seen.error();
    if (seen && (is_over(*seen) || (!since.empty() && seen->state != since))) {
      co_await join_account(*seen);
      co_return *std::move(seen);
    }
    const bool first_look = seen && since.empty();
    if (seen) since = seen->state;
    const bool held = now().uptime.ms - asked >= kHeldAtLeast;
    const Millis pause =
        seen ? kPollInterval : std::max(kPollInterval, seen.error().retry_after_ms);
    if (!first_look && !(seen && held)) co_await host_.sleep(pause);
  }
  co_return Errc::binding_expired;
}

// After a confirmed binding the redeemer's session speaks for the joined account from its next
// refresh on (B13): that refresh is made now. If it fails for the moment it comes with the next
// call.
Task<Nothing> Session::join_account(Binding binding) {
  if (binding.state == "declined") co_return Errc::binding_declined;
  if (binding.state == "expired") co_return Errc::binding_expired;
  if (binding.state != "confirmed" || binding.role != "redeemer") co_return Nothing();
  if (config_.session == SessionSource::borrowed || vault_.held() == nullptr) co_return Nothing();
  outdated_ = vault_.held()->access_token;
  std::ignore = co_await flow::attempt(fresh_record());
  co_return Nothing();
}

Task<Nothing> Session::perform(Unbind what) {
  std::optional<backends::Request> request = backend_->unbind(what);
  co_await signed_call(std::move(request));
  co_return Nothing();
}

Task<Binding> Session::perform(MergeAccounts what) {
  std::optional<backends::Request> request = backend_->merge_accounts(what);
  co_return co_await binding_call(std::move(request));
}

Task<Binding> Session::binding_call(std::optional<backends::Request> request) {
  json::Value body = co_await signed_call(std::move(request));
  std::optional<Binding> binding = backend_->read_binding(body);
  if (!binding) co_return Errc::malformed_reply;
  co_return *std::move(binding);
}

}  // namespace hufu::session
