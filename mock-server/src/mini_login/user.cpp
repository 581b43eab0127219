// GET and PUT /api/v1/auth/me, POST /api/v1/auth/logout: what the token of mini-login opens.
#include <nlohmann/json.hpp>

#include "mini_login/mini_login.h"
#include "people/authorization.h"
#include "surfaces/surface_profile.h"

namespace hufu::mock::mini_login {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

}  // namespace

asio::awaitable<Response> show_user(Backend& backend, Request request) {
  const std::string token = read_bearer(request.headers);
  auto work = [&backend, token](Transaction& transaction) {
    const SurfaceCaller caller =
        require_surface_caller(transaction, backend.secrets, kTokens, token);
    return user_json(transaction, caller.user);
  };
  const Json user = co_await backend.database.run(std::move(work));
  co_return json_response(200, user);
}

asio::awaitable<Response> change_user(Backend& backend, Request request) {
  const std::string token = read_bearer(request.headers);
  auto work = [&backend, token, request](Transaction& transaction) {
    const SurfaceCaller caller =
        require_surface_caller(transaction, backend.secrets, kTokens, token);
    const ProfileWish wish =
        read_profile_wish(JsonBody(request), backend.config, "nickname", "avatar");
    return user_json(transaction, fulfil(transaction, caller, wish));
  };
  const Json user = co_await backend.database.run(std::move(work));
  co_return json_response(200, user);
}

asio::awaitable<Response> sign_out(Backend& backend, Request request) {
  const std::string token = read_bearer(request.headers);
  auto work = [&backend, token](Transaction& transaction) {
    leave(transaction, require_surface_caller(transaction, backend.secrets, kTokens, token));
  };
  co_await backend.database.run(std::move(work));
  co_return empty_response(204);
}

}  // namespace hufu::mock::mini_login
