// Signing in on one device by approving it on another (RFC 8628).
#include <algorithm>
#include <utility>

#include "session/session.h"

namespace hufu::session {
namespace {

constexpr Millis kSlowDown = 5'000;  // RFC 8628, 3.5
constexpr Millis kShortestInterval = 1'000;

}  // namespace

Task<SessionInfo> Session::perform(SignInWithDevice who) {
  const std::uint32_t began = epoch_;
  std::optional<backends::Request> ask = backend_->ask_for_device(who);
  json::Value body = co_await open_call(std::move(ask), CallKind::sign_in);
  std::optional<backends::DeviceGrant> device = backend_->read_device(body);
  if (!device) co_return Errc::malformed_reply;
  PresentEffect shown = code_to_show(*device);
  co_await host_.present(std::move(shown));

  const Millis ends = now().uptime.ms + device->expires_in_ms;
  Millis interval = std::max(kShortestInterval, device->interval_ms);
  while (now().uptime.ms < ends) {
    co_await host_.sleep(interval);
    std::optional<backends::Request> poll = backend_->poll_device(device->device_code);
    HttpEffect call = address(*poll, Secret());
    Result<HttpAnswer> answer = co_await host_.try_send(std::move(call));
    Understood reply = understand_answer(answer, CallKind::sign_in);
    if (reply.body) {
      std::optional<backends::Grant> grant = backend_->read_grant(*reply.body);
      if (!grant) co_return Errc::malformed_reply;
      co_return co_await keep_grant(*std::move(grant), began, EventKind::signed_in);
    }
    if (reply.server_code == "slow_down") interval += kSlowDown;
    if (reply.server_code == "access_denied") co_return Errc::declined;
    if (reply.server_code == "expired_token") break;
    const bool waits = reply.server_code == "slow_down" ||
                       reply.server_code == "authorization_pending" ||
                       reply.body.error().action() == Action::retry;
    if (!waits) co_return reply.body.error();
  }
  co_return Error{Errc::credential_invalid, "the code was not approved in time", 0, 0};
}

PresentEffect Session::code_to_show(const backends::DeviceGrant& device) {
  return PresentEffect{"show_code", device.verification_url, device.user_code, device.number};
}

Task<DevicePreview> Session::perform(PreviewDevice which) {
  std::optional<backends::Request> request = backend_->preview_device(which);
  json::Value body = co_await signed_call(std::move(request));
  std::optional<DevicePreview> preview = backend_->read_device_preview(body);
  if (!preview) co_return Errc::malformed_reply;
  co_return *std::move(preview);
}

Task<Nothing> Session::perform(ApproveDevice which) {
  std::optional<backends::Request> request = backend_->approve_device(which);
  co_await signed_call(std::move(request));
  co_return Nothing();
}

Task<Nothing> Session::perform(DenyDevice which) {
  std::optional<backends::Request> request = backend_->deny_device(which);
  co_await signed_call(std::move(request));
  co_return Nothing();
}

}  // namespace hufu::session
