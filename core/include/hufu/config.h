// How a client is set up. Values with units in their names; nothing here changes after open().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hufu/time.h"

namespace hufu {

/// The dialect of the server.
enum class BackendKind : std::uint8_t { unified, gotrue, wx_login, mini_login, authing };

/// Where the program runs; sent as `X-Platform` to servers that ask for it.
enum class Platform : std::uint8_t { web, miniprogram, desktop, server };

/// Whose session it is: `own` tokens of the backend, or `borrowed` from an owner like Clerk.
enum class SessionSource : std::uint8_t {
  own,       ///< The backend gives us tokens; we keep and refresh them.
  borrowed,  ///< The host (Clerk) has the session; we ask it for a token per request. One client is
             ///< for one person at a time: when another signs in at the host, what was begun for
             ///< the one before ends with `cancelled`.
};

std::string_view name(BackendKind backend);
std::string_view name(Platform platform);
std::string_view name(SessionSource source);

struct Config {
  /// `https://host[:port][/prefix]`. Plain `http` only to loopback, unless `allow_http` is set.
  std::string base_url;
  BackendKind backend = BackendKind::unified;
  Platform platform = Platform::desktop;
  /// Sends `X-Platform` with the application's requests to servers, too, that do not ask for it
  /// (all but `unified`). A browser then asks such a server for leave first (CORS).
  bool send_platform = false;
  SessionSource session = SessionSource::own;

  /// What the backend knows the application by: Supabase's anon key, Authing's app id.
  std::string app_key;
  /// Authing's `extIdpConnidentifier`, the identity source of the mini-program.
  std::string connection;
  /// `wx_login` and `mini_login`, whose documents name no such calls: where this server has the
  /// profile and the sign-out, each a path below `base_url`. Empty: the dialect's own.
  std::string profile_path;
  std::string sign_out_path;

  /// Further origins that may receive the token (`https://api.example.com`); `base_url`'s always
  /// may.
  std::vector<std::string> origins;
  /// Allows `http` to hosts other than loopback. Tokens then travel in clear text.
  bool allow_http = false;

  /// The key under which the session is stored.
  std::string storage_key = "hufu.session";
  /// Renew an ended session by a new WeChat code, without the person noticing.
  bool silent_sign_in = false;

  /// A token is renewed this long before its end, or a fifth of its life before, if that is less.
  Millis early_refresh_ms = 60'000;
  /// How long to wait for another tab or process that is refreshing (its deadline + 5 s).
  Millis lock_wait_ms = 35'000;
  /// Whether the host's uptime goes on while the machine sleeps (true for CLOCK_BOOTTIME).
  bool uptime_counts_suspend = true;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("base_url", self.base_url);
    visit("backend", self.backend);
    visit("platform", self.platform);
    visit("send_platform", self.send_platform);
    visit("session", self.session);
    visit("app_key", self.app_key);
    visit("connection", self.connection);
    visit("profile_path", self.profile_path);
    visit("sign_out_path", self.sign_out_path);
    visit("origins", self.origins);
    visit("allow_http", self.allow_http);
    visit("storage_key", self.storage_key);
    visit("silent_sign_in", self.silent_sign_in);
    visit("early_refresh_ms", self.early_refresh_ms);
    visit("lock_wait_ms", self.lock_wait_ms);
    visit("uptime_counts_suspend", self.uptime_counts_suspend);
  }
};

}  // namespace hufu
