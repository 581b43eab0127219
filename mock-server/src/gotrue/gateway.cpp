// What stands before every route of the GoTrue surface.
#include "gotrue/gateway.h"

#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "http/cors.h"

namespace hufu::mock {
namespace {

CrossOrigin pages(const Config& config) {
  return {named_origins(config), "GET, POST, PUT, DELETE",
          "authorization, apikey, content-type, x-client-info, x-supabase-api-version, x-platform",
          "X-Supabase-Api-Version, x-sb-error-code, Retry-After"};
}

Response refusal(int status, const char* message, const char* hint) {
  Response response = json_response(status, {{"message", message}, {"hint", hint}});
  response.headers.set("Cache-Control", "no-store");
  if (status == 401) response.headers.set("WWW-Authenticate", "Key");
  return response;
}

std::optional<Response> check_key(const Config& config, const Request& request) {
  if (config.supabase_anon_key.empty()) return std::nullopt;
  const std::optional<std::string> in_header = request.headers.find("apikey");
  const std::optional<std::string> key = in_header ? in_header : request.query_value("apikey");
  if (!key) {
    return refusal(401, "No API key found in request",
                   "No `apikey` request header or url param was found.");
  }
  if (!equal_in_constant_time(*key, config.supabase_anon_key))
    return refusal(401, "Invalid API key", "Double check your Supabase `anon` API key.");
  return std::nullopt;
}

}  // namespace

std::optional<Response> refuse_at_gateway(const Config& config, const Request& request) {
  if (!may_call(pages(config), request)) {
    return refusal(403, "This origin may not call",
                   "Name it with --web-origin, or as the --site-url.");
  }
  return check_key(config, request);
}

void allow_origin(const Config& config, const Request& request, Response& response) {
  let_read(pages(config), request, response);
}

std::optional<Response> answer_gotrue_preflight(const Config& config, const Request& request) {
  if (!request.path.starts_with("/auth/v1/")) return std::nullopt;
  // Browsers navigate to these, pages never fetch them (RFC 9700 section 2.6).
  if (request.path == "/auth/v1/authorize" || request.path == "/auth/v1/callback")
    return answer_preflight(CrossOrigin(), request);
  return answer_preflight(pages(config), request);
}

}  // namespace hufu::mock
