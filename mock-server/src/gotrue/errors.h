// Errors of the GoTrue surface, in the three shapes that its clients know.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/errors.h"
#include "http/message.h"
#include "mock_settings/mock_config.h"

namespace hufu::mock::gotrue {

/// Ends a request of this surface. The codes are GoTrue's own; the message is for a person and
/// never holds what the peer sent.
class Error : public std::exception {
 public:
  Error(int http_status, std::string error_code, std::string sentence)
      : status(http_status), code(std::move(error_code)), message(std::move(sentence)) {}
  const char* what() const noexcept override { return message.c_str(); }

  int status;
  std::string code;
  std::string message;
  /// The `error` that older servers told; `invalid_grant` where there is none.
  std::optional<std::string> oauth_error;
  /// Told as OAuth does, whatever the server's age.
  bool is_oauth = false;
  /// Seconds, for 429 and 503.
  std::optional<int> retry_after;
  /// What a weak password lacks.
  std::vector<std::string> reasons;
};

Error validation_failed(std::string message);
/// 422, for whoever would need a new account.
Error sign_ups_disabled();
/// A token request without what it needs: 400 with this code, and `error` where told as OAuth does.
Error token_refusal(std::string code, std::string error, std::string message);

/// 400 `{"error","error_description"}`, to every client.
Error oauth_refusal(std::string error, std::string message);

/// What code that all surfaces share, or the router, says.
Error as_error(const HttpError& error);
/// The exception being handled, whatever threw it, as an error of this surface; what an unexpected
/// one says stays inside.
Error error_in_hand();

/// `{"code","message"}` for X-Supabase-Api-Version 2024-01-01 and later (echoed),
/// `{"code":STATUS,"error_code","msg"}` without it; `{"error","error_description"}` for refused
/// token requests with `GotrueErrors::oauth`.
Response answer_for(const Error& error, const Request& request, GotrueErrors style);

}  // namespace hufu::mock::gotrue
