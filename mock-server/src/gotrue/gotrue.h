// What the stories of the GoTrue surface share (document 001: MemFire, Supabase).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "context.h"
#include "gotrue/keys.h"
#include "gotrue/passwords.h"
#include "http/message.h"
#include "mock_settings/mock_config.h"
#include "people/backend.h"

namespace hufu::mock::gotrue {

void register_routes(ServerContext& context, const MockConfig& config);

/// Sessions of this surface carry this as their platform: the token of one surface is none on
/// another.
inline constexpr const char* kPlatform = "gotrue";
inline constexpr const char* kPrefix = "/auth/v1";

/// Kept alive by the handlers. Users, identities, sessions and keys are the backend's: one
/// person, whichever surface.
struct Gotrue {
  Gotrue(ServerContext& server, const MockConfig& settings)
      : backend(*server.backend),
        config(settings),
        database(server.database),
        keys(make_keys(backend.secrets, settings)) {}

  Oddities oddities() const { return backend.oddities.now(); }
  std::string issuer() const { return config.public_url + kPrefix; }
  /// Of an access token made now.
  std::chrono::seconds token_life() const {
    const auto asked = oddities().jwt_life_s;
    return asked ? std::chrono::seconds(*asked) : config.access_token_life;
  }

  Backend& backend;
  const MockConfig& config;
  Database& database;
  const Keys keys;
  Passwords passwords;
};

// One story each; the files are named after them.
using Story = boost::asio::awaitable<Response> (*)(Gotrue&, Request);

boost::asio::awaitable<Response> sign_up(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> issue_token(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> show_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> change_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> send_otp(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> send_magic_link(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> recover(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> resend(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> reauthenticate(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> verify_code(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> follow_link(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> sign_out(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> authorize(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> authorize_link(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> callback(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> unlink_identity(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> enroll_factor(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> challenge_factor(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> verify_factor(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> remove_factor(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> show_settings(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> show_health(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> show_keys(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> list_users(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> create_any_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> show_any_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> update_any_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> delete_any_user(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> list_factors_of(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> drop_factor_of(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> generate_link(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> invite_somebody(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> wechat_login(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> wechat_bind_account(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> wechat_bind_phone(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> wechat_code_picture(Gotrue& gotrue, Request request);

// The ways to a session, which issue_token chooses from by grant_type.
boost::asio::awaitable<Response> grant_password(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> grant_refresh(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> grant_code(Gotrue& gotrue, Request request);
boost::asio::awaitable<Response> grant_id_token(Gotrue& gotrue, Request request);

// turned_off.cpp
Response saml_is_off(Gotrue& gotrue, const Request& request);
Response passkeys_are_off(Gotrue& gotrue, const Request& request);
Response oauth_server_is_off(Gotrue& gotrue, const Request& request);
Response oauth_clients_are_off(Gotrue& gotrue, const Request& request);
boost::asio::awaitable<Response> oauth_grants_are_off(Gotrue& gotrue, Request request);

}  // namespace hufu::mock::gotrue
