// What pages of other origins may do.
#include "http/cors.h"

#include <algorithm>

#include "http/url.h"

namespace hufu::mock {
namespace {

constexpr const char* kPreflightSeconds = "600";

bool is_named(const CrossOrigin& allowed, const std::string& origin) {
  return !origin.empty() && std::ranges::find(allowed.origins, origin) != allowed.origins.end();
}

}  // namespace

std::string origin_of(const std::string& url) {
  const std::optional<Url> parts = parse_url(url);
  if (!parts) return "";
  const bool is_v6 = parts->host.find(':') != std::string::npos;
  const bool usual_port = parts->port == (parts->scheme == "https" ? "443" : "80");
  return parts->scheme + "://" + (is_v6 ? "[" + parts->host + "]" : parts->host) +
         (usual_port ? "" : ":" + parts->port);
}

std::vector<std::string> named_origins(const Config& config) {
  std::vector<std::string> origins = config.web_origins;
  origins.push_back(origin_of(config.public_url));
  origins.push_back(origin_of(config.site_url));
  return origins;
}

bool may_call(const CrossOrigin& allowed, const Request& request) {
  const std::optional<std::string> origin = request.headers.find("Origin");
  return !origin || (request.headers.count("Origin") == 1 && is_named(allowed, *origin));
}

void let_read(const CrossOrigin& allowed, const Request& request, Response& response) {
  response.headers.add("Vary", "Origin");
  const std::optional<std::string> origin = request.headers.find("Origin");
  if (!origin || !may_call(allowed, request)) return;
  response.headers.set("Access-Control-Allow-Origin", *origin);
  response.headers.set("Access-Control-Expose-Headers", allowed.response_headers);
}

Response answer_preflight(const CrossOrigin& allowed, const Request& request) {
  Response response = empty_response(204);
  response.headers.set("Cache-Control", "no-store");
  let_read(allowed, request, response);
  if (response.headers.find("Access-Control-Allow-Origin")) {
    response.headers.set("Access-Control-Allow-Methods", allowed.methods);
    response.headers.set("Access-Control-Allow-Headers", allowed.request_headers);
    response.headers.set("Access-Control-Max-Age", kPreflightSeconds);
  }
  return response;
}

}  // namespace hufu::mock
