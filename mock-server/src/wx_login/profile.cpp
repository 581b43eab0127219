// GET and PUT /users/profile, POST /users/logout: what the token of wxLogin opens.
#include <nlohmann/json.hpp>

#include "people/authorization.h"
#include "surfaces/surface_profile.h"
#include "wx_login/wx_login.h"

namespace hufu::mock::wx_login {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// The document's columns; open_id and session_key never leave the server.
Json user_columns(const User& user) {
  return {{"id", user.id},
          {"nick_name", user.nickname},
          {"avatar_url", user.avatar_url},
          {"gender", user.gender}};
}

}  // namespace

asio::awaitable<Response> show_profile(Backend& backend, Request request) {
  const std::string token = read_bearer_or_bare(request.headers);
  auto work = [&backend, token](Transaction& transaction) {
    return user_columns(require_surface_caller(transaction, backend.secrets, kTokens, token).user);
  };
  const Json profile = co_await backend.database.run(std::move(work));
  co_return json_response(200, profile);
}

asio::awaitable<Response> change_profile(Backend& backend, Request request) {
  const std::string token = read_bearer_or_bare(request.headers);
  auto work = [&backend, token, request](Transaction& transaction) {
    const SurfaceCaller caller =
        require_surface_caller(transaction, backend.secrets, kTokens, token);
    const ProfileWish wish =
        read_profile_wish(JsonBody(request), backend.config, "nick_name", "avatar_url");
    return user_columns(fulfil(transaction, caller, wish));
  };
  const Json profile = co_await backend.database.run(std::move(work));
  co_return json_response(200, profile);
}

asio::awaitable<Response> sign_out(Backend& backend, Request request) {
  const std::string token = read_bearer_or_bare(request.headers);
  auto work = [&backend, token](Transaction& transaction) {
    leave(transaction, require_surface_caller(transaction, backend.secrets, kTokens, token));
  };
  co_await backend.database.run(std::move(work));
  co_return empty_response(204);
}

}  // namespace hufu::mock::wx_login
