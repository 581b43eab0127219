// The fake Clerk's routes: the frontend API's key set, and GET /v1/jwks and /v1/users/{id} of the
// backend API.
#include "upstreams/clerk/routes.h"

#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "crypto/random.h"
#include "http/at_once.h"

namespace hufu::mock::clerk {
namespace {

using nlohmann::json;

/// Without a charset: @clerk/backend reads an answer as JSON only if its type is "application/json"
/// to the letter.
Response clerk_json(int status, const json& value) {
  return text_response(status, value.dump(), "application/json");
}

// Clerk's errors come as a list, with a text for developers and one for people.
Response clerk_error(int status, const char* code, const char* message,
                     const std::string& long_message) {
  const json error = {{"message", message}, {"long_message", long_message}, {"code", code}};
  Response response =
      clerk_json(status, {{"errors", json::array({error})}, {"clerk_trace_id", random_hex(16)}});
  if (status == 401) response.headers.set("WWW-Authenticate", "Bearer");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

using Answer = Response (*)(World&, const Request&);

/// Runs `answer` for who has the secret key, and only for them.
Response for_the_secret_key(World& world, const Request& request, Answer answer) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string authorization = request.headers.find("Authorization").value_or("");
  if (!authorization.starts_with(kScheme)) {
    return clerk_error(401, "authorization_header_format_invalid",
                       "Invalid Authorization header format",
                       "Invalid Authorization header format. Must be \"Bearer <YOUR_API_KEY>\"");
  }
  if (!equal_in_constant_time(authorization.substr(kScheme.size()), world.secret_key)) {
    return clerk_error(401, "clerk_key_invalid", "The provided Clerk Secret Key is invalid.",
                       "The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret "
                       "Key is correct.");
  }
  return answer(world, request);
}

Response key_set(World& world, const Request&) {
  return text_response(200, jose::public_jwks(world.keys.published()), "application/json");
}

Response show_public_keys(World& world, const Request& request) {
  Response response = key_set(world, request);
  response.headers.set("Cache-Control", "public, max-age=3600");
  return response;
}

Response show_user(World& world, const Request& request) {
  const std::string& user_id = request.parameter("user_id");
  const User* user = world.accounts.find(user_id);
  if (user == nullptr) {
    return clerk_error(404, "resource_not_found", "not found",
                       "No user was found with id " + user_id);
  }
  Response response = clerk_json(200, as_backend_api_user(*user));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

void register_routes(Router& router, const std::shared_ptr<World>& world) {
  const auto guarded = [world](Answer answer) {
    return at_once([world, answer](const Request& request) {
      return for_the_secret_key(*world, request, answer);
    });
  };
  router.add("GET", "/clerk/.well-known/jwks.json", at_once([world](const Request& request) {
               return show_public_keys(*world, request);
             }));
  router.add("GET", "/clerk/v1/jwks", guarded(key_set));
  router.add("GET", "/clerk/v1/users/{user_id}", guarded(show_user));
}

}  // namespace hufu::mock::clerk
