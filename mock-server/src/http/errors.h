// Errors that a handler may throw, and the one shape in which they leave the server.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "http/message.h"

namespace hufu::mock {

/// Ends a request with `{"error","message","requestId"}`. The message is for a person and never
/// holds what the peer sent.
class HttpError : public std::exception {
 public:
  HttpError(int http_status, std::string error_code, std::string sentence)
      : status(http_status), code(std::move(error_code)), message(std::move(sentence)) {}
  const char* what() const noexcept override { return message.c_str(); }

  int status;
  std::string code;
  std::string message;
  /// Seconds, for 429 and 503.
  std::optional<int> retry_after;
  /// One more member of the JSON, for example attemptsLeft.
  std::optional<std::pair<std::string, int>> detail;
};

HttpError unavailable(std::string message, int retry_after_seconds = 2);
HttpError rate_limited(int retry_after_seconds);
HttpError invalid_request(std::string message);

/// What every answer for an error has besides its body: WWW-Authenticate with 401 and with
/// `insufficient_scope` (RFC 6750 section 3), Retry-After where it is set, no-store.
void add_error_fields(Response& response, const HttpError& error);
/// The answer for an error, with these fields.
Response error_response(const HttpError& error, const std::string& request_id);

}  // namespace hufu::mock
