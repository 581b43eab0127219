// The backend of the Authing document: the calls of its mini-program SDKs, the older ones and those
// of v3.
#pragma once

#include <string>

#include "people/backend.h"

namespace hufu::mock::authing {

void register_routes(ServerContext& context);

/// Authing's own default for the token of the older calls, which is renewed by nothing but a call.
inline constexpr std::chrono::seconds kLegacyLife{14 * 24 * 3600};

// The older calls: HTTP 200 and `{code, message, data}`.
boost::asio::awaitable<Response> sign_in_with_code(Backend& backend, Request request);
boost::asio::awaitable<Response> sign_in_with_phone(Backend& backend, Request request);
boost::asio::awaitable<Response> read_phone(Backend& backend, Request request);
boost::asio::awaitable<Response> sign_out(Backend& backend, Request request);
// GraphQL: HTTP 200 and `{data}` or `{errors}`.
boost::asio::awaitable<Response> answer_query(Backend& backend, Request request);
// v3: `{statusCode, message, data}`.
boost::asio::awaitable<Response> sign_in_by_mobile(Backend& backend, Request request);
boost::asio::awaitable<Response> show_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> change_profile(Backend& backend, Request request);
// OpenID Connect, in its own shapes.
boost::asio::awaitable<Response> refresh_tokens(Backend& backend, Request request);
boost::asio::awaitable<Response> revoke_token(Backend& backend, Request request);
boost::asio::awaitable<Response> show_keys(Backend& backend, Request request);
boost::asio::awaitable<Response> show_configuration(Backend& backend, Request request);

/// The application that calls, from `x-authing-app-id`; the user pool's name where there is none.
/// Throws 400 where there is neither and for a name that is none, 404 `app_not_found` for another
/// than the configured one.
std::string read_app_id(const Config& config, const Request& request);
/// The `iss` of its tokens.
std::string issuer_of(const Config& config);
/// The platform of the application's sessions.
std::string platform_of(const std::string& app_id);

}  // namespace hufu::mock::authing
