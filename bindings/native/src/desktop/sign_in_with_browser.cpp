#include <utility>

#include <hufu/native/browser.h>

namespace hufu::native {

Result<SessionInfo> sign_in_with_browser(Client& client, const BrowserSignIn& how,
                                         const std::stop_token& stop) {
  Result<std::unique_ptr<LoopbackRedirect>> redirect = LoopbackRedirect::listen(how.path);
  if (!redirect) return redirect.error();
  Result<SessionInfo> begun = client.call(
      SignInWithOauth{.provider = how.provider, .redirect_to = (*redirect)->url()}, stop);
  if (!begun) return begun.error();
  Result<Secret> code = (*redirect)->wait_for_code(how.wait_ms, stop);
  // The port is open only while somebody may come back.
  redirect->reset();
  if (!code) return code.error();
  return client.call(ExchangeCodeForSession{.code = std::move(*code)}, stop);
}

}  // namespace hufu::native
