// What stands before every route of the GoTrue surface.
#include "gotrue/gateway.h"

#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "gotrue/admin_caller.h"
#include "http/cors.h"

namespace hufu::mock::gotrue {
namespace {

Response refusal(int status, const char* message, const char* hint) {
  Response response = json_response(status, {{"message", message}, {"hint", hint}});
  if (status == 401) response.headers.set("WWW-Authenticate", "Key");
  return response;
}

std::optional<Response> check_key(const Gotrue& gotrue, const Request& request) {
  const std::string& anon_key = gotrue.config.supabase_anon_key;
  if (anon_key.empty()) return std::nullopt;
  const std::optional<std::string> in_header = request.headers.find("apikey");
  const std::optional<std::string> key = in_header ? in_header : request.query_value("apikey");
  if (!key) {
    return refusal(401, "No API key found in request",
                   "No `apikey` request header or url param was found.");
  }
  if (!equal_in_constant_time(*key, anon_key) && !is_service_key(gotrue, *key))
    return refusal(401, "Invalid API key", "Double check your Supabase `anon` API key.");
  return std::nullopt;
}

}  // namespace

CrossOrigin gateway_pages(const MockConfig& config) {
  return {named_origins(config), "GET, POST, PUT, PATCH, DELETE",
          "authorization, apikey, content-type, x-client-info, x-supabase-api-version, x-platform",
          "X-Supabase-Api-Version, x-sb-error-code, Retry-After, Link, X-Total-Count"};
}

std::optional<Response> refuse_at_gateway(const Gotrue& gotrue, const CrossOrigin& pages,
                                          const Request& request) {
  if (!may_call(pages, request)) {
    return refusal(403, "This origin may not call",
                   "Name it with --web-origin, or as the --site-url.");
  }
  return check_key(gotrue, request);
}

}  // namespace hufu::mock::gotrue
