// Signing in through the system's browser (RFC 8252): away to the provider, back to a loopback
// port.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include <hufu/native/client.h>
#include <hufu/result.h>
#include <hufu/secret.h>
#include <hufu/session.h>
#include <hufu/time.h>

namespace hufu::native {

/// Opens the page in the person's own browser and returns; the browser is not waited for.
/// Errors: `invalid_argument` for what is not http or https, `host_fault` without a browser.
Result<Nothing> open_in_browser(const std::string& url);

/// The same for a file, by its whole path, in the person's own program for such files.
Result<Nothing> open_file(const std::string& path);

/// A port of 127.0.0.1 that takes one way back from a browser, open for as long as this lives.
///
/// Its URL carries a `state` of 128 random bits: a request without it, with another `Host` or to
/// another path is answered with 404 and changes nothing. PKCE is the core's part.
class LoopbackRedirect {
 public:
  /// Error: `host_fault` if no port can be opened.
  static Result<std::unique_ptr<LoopbackRedirect>> listen(const std::string& path);
  LoopbackRedirect(const LoopbackRedirect&) = delete;
  LoopbackRedirect& operator=(const LoopbackRedirect&) = delete;
  ~LoopbackRedirect();

  /// `http://127.0.0.1:PORT/PATH?state=…`, for `redirect_to`.
  const std::string& url() const { return url_; }

  /// What the browser brought: a code, or the provider's error, which is for the core to judge.
  /// Errors: `timeout`, `cancelled` (by `stop`).
  Result<ExchangeCodeForSession> wait(Millis wait_ms, const std::stop_token& stop = {});

 private:
  class Listener;
  explicit LoopbackRedirect(std::unique_ptr<Listener> listener);

  std::unique_ptr<Listener> listener_;
  std::string url_;
};

struct BrowserSignIn {
  std::string provider = "wechat_qr";
  /// Where the browser comes back to; the server has to allow it, with any port and its `state`.
  std::string path = "/auth/callback";
  Millis wait_ms = 300'000;
  /// The provider's account becomes one more way into the account of whoever is signed in.
  bool links = false;
};

/// The whole way: opens a loopback port, has `Host::present` open the page, waits, and exchanges
/// the code. Blocks. Errors: those of `sign_in_with_oauth` or `link_identity`,
/// `LoopbackRedirect::wait` and `exchange_code_for_session`.
Result<SessionInfo> sign_in_with_browser(Client& client, const BrowserSignIn& how = {},
                                         const std::stop_token& stop = {});

}  // namespace hufu::native
