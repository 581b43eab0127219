// The one shape in which errors leave the server.
#include "http/errors.h"

#include <nlohmann/json.hpp>

namespace hufu::mock {

HttpError unavailable(std::string message, int retry_after_seconds) {
  HttpError error(503, "unavailable", std::move(message));
  error.retry_after = retry_after_seconds;
  return error;
}

HttpError rate_limited(int retry_after_seconds) {
  HttpError error(429, "rate_limited", "Too many attempts. Try again later.");
  error.retry_after = retry_after_seconds;
  return error;
}

HttpError invalid_request(std::string message) {
  return HttpError(400, "invalid_request", std::move(message));
}

void add_error_fields(Response& response, const HttpError& error) {
  response.headers.set("Cache-Control", "no-store");
  if (response.status == 401 || error.code == "insufficient_scope")
    response.headers.set("WWW-Authenticate", "Bearer error=\"" + error.code + "\"");
  if (error.retry_after) response.headers.set("Retry-After", std::to_string(*error.retry_after));
}

Response error_response(const HttpError& error, const std::string& request_id) {
  nlohmann::json body = {
      {"error", error.code}, {"message", error.message}, {"requestId", request_id}};
  if (error.detail) body[error.detail->first] = error.detail->second;
  Response response = json_response(error.status, body);
  add_error_fields(response, error);
  return response;
}

}  // namespace hufu::mock
