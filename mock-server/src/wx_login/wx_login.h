// The backend of the hapi document: POST /users/wxLogin, and what its token opens.
#pragma once

#include "people/backend.h"
#include "surfaces/surface_token.h"

namespace hufu::mock::wx_login {

void register_routes(ServerContext& context);

/// Seven days, as in the document; there is no refresh token, a client signs in again silently.
inline constexpr SurfaceTokens kTokens = {"wx_login", std::chrono::seconds(7 * 24 * 3600)};

boost::asio::awaitable<Response> sign_in(Backend& backend, Request request);
boost::asio::awaitable<Response> show_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> change_profile(Backend& backend, Request request);
boost::asio::awaitable<Response> sign_out(Backend& backend, Request request);

}  // namespace hufu::mock::wx_login
