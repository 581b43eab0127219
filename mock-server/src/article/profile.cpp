// GET /api/user/profile.
#include <nlohmann/json.hpp>

#include "article/article.h"
#include "people/profile_rules.h"

namespace hufu::mock::article {

boost::asio::awaitable<Response> show_profile(Backend& backend, Request request) {
  const Caller caller = co_await require_caller(backend, std::move(request.headers));
  nlohmann::json profile = user_json(caller.user);
  profile["email"] =
      caller.user.email.empty() ? nlohmann::json() : nlohmann::json(caller.user.email);
  profile["platform"] = caller.platform;
  co_return json_response(200, profile);
}

}  // namespace hufu::mock::article
