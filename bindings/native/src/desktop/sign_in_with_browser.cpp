#include <utility>

#include <hufu/native/browser.h>

namespace hufu::native {

Result<SessionInfo> sign_in_with_browser(Client& client, const BrowserSignIn& how,
                                         const std::stop_token& stop) {
  Result<std::unique_ptr<LoopbackRedirect>> redirect = LoopbackRedirect::listen(how.path);
  if (!redirect) return redirect.error();
  const std::string& back = (*redirect)->url();
  Result<SessionInfo> begun =
      how.links ? client.call(LinkIdentity{.provider = how.provider, .redirect_to = back}, stop)
                : client.call(SignInWithOauth{.provider = how.provider, .redirect_to = back}, stop);
  if (!begun) return begun.error();
  Result<ExchangeCodeForSession> brought = (*redirect)->wait(how.wait_ms, stop);
  // The port is open only while somebody may come back.
  redirect->reset();
  if (!brought) return brought.error();
  return client.call(std::move(*brought), stop);
}

}  // namespace hufu::native
