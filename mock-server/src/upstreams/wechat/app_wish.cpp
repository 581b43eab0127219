// What the calls of a mini-program's server have in common.
#include "upstreams/wechat/app_wish.h"

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "upstreams/wechat/errcode.h"

namespace hufu::mock::wechat {

const App& asking_app(const World& world, const Request& request) {
  return *world.people.find_app(world.app_tokens.authenticate(request.query_value("access_token")));
}

nlohmann::json body_of(const Request& request) {
  if (request.body.empty()) throw empty_body();
  nlohmann::json body = nlohmann::json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) throw malformed_body();
  return body;
}

bool is_query_symbol(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
         (symbol >= '0' && symbol <= '9') ||
         std::string_view("!#$&'()*+,/:;=?@-._~").find(symbol) != std::string_view::npos;
}

std::string env_version_in(const nlohmann::json& wish, const Errcode& refusal) {
  std::string version = wish.contains("env_version") ? text_of(wish, "env_version") : "release";
  if (version != "release" && version != "trial" && version != "develop") throw refusal;
  return version;
}

}  // namespace hufu::mock::wechat
