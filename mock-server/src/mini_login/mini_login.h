// The backend of the mini-login document: POST /api/v1/auth/mini-login, and what its token opens.
#pragma once

#include "people/backend.h"
#include "surfaces/surface_token.h"

namespace hufu::mock::mini_login {

void register_routes(ServerContext& context);

/// Seven days, as in the document; there is no refresh token, a client signs in again silently.
inline constexpr SurfaceTokens kTokens = {"mini_login", std::chrono::seconds(7 * 24 * 3600)};

boost::asio::awaitable<Response> sign_in(Backend& backend, Request request);
boost::asio::awaitable<Response> show_user(Backend& backend, Request request);
boost::asio::awaitable<Response> change_user(Backend& backend, Request request);
boost::asio::awaitable<Response> sign_out(Backend& backend, Request request);

/// `id, username, nickname, avatar` as the document's answer has them. Makes the account if need
/// be.
nlohmann::json user_json(Transaction& transaction, const User& user);

}  // namespace hufu::mock::mini_login
