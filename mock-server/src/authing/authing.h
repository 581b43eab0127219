// The backend of the Authing document: the calls of its mini-program SDKs, the older ones and those
// of v3.
#pragma once

#include <string>

#include "mock_settings/mock_config.h"
#include "people/backend.h"

namespace hufu::mock::authing {

void register_routes(ServerContext& context, const MockConfig& config);

/// Kept alive by the handlers. Users, identities and sessions are the backend's.
struct Authing {
  Backend& backend;
  const MockConfig& config;
};

/// Authing's own default for the token of the older calls, which is renewed by nothing but a call.
inline constexpr std::chrono::seconds kLegacyLife{14 * 24 * 3600};

// The older calls: HTTP 200 and `{code, message, data}`.
boost::asio::awaitable<Response> sign_in_with_code(Authing& authing, Request request);
boost::asio::awaitable<Response> sign_in_with_phone(Authing& authing, Request request);
boost::asio::awaitable<Response> read_phone(Authing& authing, Request request);
boost::asio::awaitable<Response> sign_out(Authing& authing, Request request);
// GraphQL: HTTP 200 and `{data}` or `{errors}`.
boost::asio::awaitable<Response> answer_query(Authing& authing, Request request);
// v3: `{statusCode, message, data}`.
boost::asio::awaitable<Response> sign_in_by_mobile(Authing& authing, Request request);
boost::asio::awaitable<Response> show_profile(Authing& authing, Request request);
boost::asio::awaitable<Response> change_profile(Authing& authing, Request request);
// OpenID Connect, in its own shapes.
boost::asio::awaitable<Response> refresh_tokens(Authing& authing, Request request);
boost::asio::awaitable<Response> revoke_token(Authing& authing, Request request);
boost::asio::awaitable<Response> show_keys(Authing& authing, Request request);
boost::asio::awaitable<Response> show_configuration(Authing& authing, Request request);

/// The application that calls, from `x-authing-app-id`; the user pool's name where there is none.
/// Throws 400 where there is neither and for a name that is none, 404 `app_not_found` for another
/// than the configured one.
std::string read_app_id(const MockConfig& config, const Request& request);
/// The `iss` of its tokens.
std::string issuer_of(const Config& config);
/// The platform of the application's sessions.
std::string platform_of(const std::string& app_id);

}  // namespace hufu::mock::authing
