// What the application lends to a client: a store, and what only the application can get or show.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <variant>

#include <hufu/effects.h>
#include <hufu/native/store.h>
#include <hufu/result.h>

namespace hufu::native {

/// A call of the client itself, not of the application.
using OwnCall = std::variant<HttpEffect, UploadEffect>;

/// Everything is optional. The functions are called on threads of the client, without any lock
/// held; they may block and may call the client. An exception counts as `host_fault`. The client's
/// destructor waits for those that are running.
struct Host {
  /// Where the session is kept; missing: in memory, for as long as the client lives.
  std::shared_ptr<Store> store;
  /// Gets a `wx.login` code (and what `wx.getUserInfo` says, where the backend wants it), a token
  /// of the web session, or ends that session. With `fresh`, not from a cache. Fails with
  /// `signed_out` if there is no session, `declined` if the person refused.
  std::function<Result<CredentialAnswer>(CredentialKind kind, bool fresh)> credential;
  /// Shows the person a page or a code.
  std::function<Result<Nothing>(const PresentEffect& what)> present;
  /// Sends the client's own calls by another HTTP library than libcurl, within the bounds that
  /// `HttpEffect` names; fails with `network`, `timeout`, `tls` or `malformed_reply`. Once `stop`
  /// is asked nobody waits for the answer. The application's requests are then an `Exchange`.
  std::function<Result<HttpAnswer>(const OwnCall& call, const std::stop_token& stop)> http;
  /// A PEM file of certificate authorities to trust in place of the system's; without it the
  /// environment may name others: CURL_CA_BUNDLE, SSL_CERT_FILE, SSL_CERT_DIR.
  std::string ca_file;
  /// No thread for the network: an event loop of the program calls `Client::turn` whenever
  /// `Client::descriptor` is readable. On Linux; elsewhere `open` fails with `unsupported`.
  bool has_event_loop = false;
};

}  // namespace hufu::native
