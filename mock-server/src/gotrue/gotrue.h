// What the stories of the GoTrue surface share (document 001: MemFire, Supabase).
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gotrue/passwords.h"
#include "http/message.h"
#include "people/backend.h"
#include "server.h"

namespace hufu::mock {

/// Sessions of this surface carry this as their platform: the token of one surface is none on
/// another.
inline constexpr const char* kGotruePlatform = "gotrue";
inline constexpr const char* kGotruePrefix = "/auth/v1";

/// Kept alive by the handlers. Users, identities, sessions and keys are the unified backend's: one
/// person, whichever surface.
struct Gotrue {
  explicit Gotrue(ServerContext& server)
      : backend(*server.backend), config(server.config), database(server.database) {}

  Oddities oddities() const { return backend.oddities.now(); }
  std::string issuer() const { return config.public_url + kGotruePrefix; }

  Backend& backend;
  const Config& config;
  Database& database;
  Passwords passwords;
};

// One story each; the files are named after them.
using GotrueStory = boost::asio::awaitable<Response> (*)(Gotrue&, Request);

boost::asio::awaitable<Response> gotrue_sign_up(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_token(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_show_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_change_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_sign_out(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_authorize(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_authorize_link(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_callback(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_unlink_identity(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_show_settings(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_show_health(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_show_keys(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_wechat_login(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_wechat_bind_account(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_wechat_bind_phone(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_wechat_code_picture(Gotrue& gotrue, Request request);

// The ways to a session, which gotrue_token chooses from by grant_type.
boost::asio::awaitable<Response> gotrue_grant_password(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_grant_refresh(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> gotrue_grant_code(Gotrue& gotrue, Request request);

}  // namespace hufu::mock
