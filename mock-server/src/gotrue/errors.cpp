// Errors of the GoTrue surface.
#include "gotrue/errors.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/current_error.h"

namespace hufu::mock::gotrue {
namespace {

using Json = nlohmann::json;

constexpr const char* kVersionHeader = "X-Supabase-Api-Version";
constexpr const char* kVersion = "2024-01-01";

// Dates of this form are ordered as their text is.
bool wants_newer_shape(const Request& request) {
  const std::string version = request.headers.find(kVersionHeader).value_or("");
  const bool is_date = version.size() == 10 && version[4] == '-' && version[7] == '-' &&
                       std::ranges::count_if(version, [](char symbol) {
                         return symbol >= '0' && symbol <= '9';
                       }) == 8;
  return is_date && version >= kVersion;
}

bool is_token_refusal(const Error& error, const Request& request) {
  return error.status == 400 && request.route == "/auth/v1/token";
}

Json oauth_body(const Error& error) {
  return {{"error", error.oauth_error.value_or("invalid_grant")},
          {"error_description", error.message}};
}

Json newer_body(const Error& error) {
  Json body = {{"code", error.code}, {"message", error.message}};
  if (!error.reasons.empty()) body["weak_password"]["reasons"] = error.reasons;
  return body;
}

Json older_body(const Error& error, const Request& request) {
  Json body = {{"code", error.status}, {"error_code", error.code}, {"msg", error.message}};
  if (!error.reasons.empty()) body["weak_password"]["reasons"] = error.reasons;
  if (error.status >= 500) body["error_id"] = request.id;
  return body;
}

}  // namespace

Error validation_failed(std::string message) {
  return Error(400, "validation_failed", std::move(message));
}

Error sign_ups_disabled() {
  return Error(422, "signup_disabled", "Signups not allowed for this instance");
}

Error token_refusal(std::string code, std::string error, std::string message) {
  Error refusal(400, std::move(code), std::move(message));
  refusal.oauth_error = std::move(error);
  return refusal;
}

Error oauth_refusal(std::string error, std::string message) {
  Error refusal = token_refusal("validation_failed", std::move(error), std::move(message));
  refusal.is_oauth = true;
  return refusal;
}

Error as_error(const HttpError& error) {
  const std::string& was = error.code;
  const char* code = was == "invalid_request"       ? "validation_failed"
                     : was == "rate_limited"        ? "over_request_rate_limit"
                     : was == "wechat_code_invalid" ? "invalid_credentials"
                     : was == "wechat_blocked"      ? "user_banned"
                                                    : "unexpected_failure";
  Error translated(error.status, code, error.message);
  translated.retry_after = error.retry_after;
  return translated;
}

Error error_in_hand() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (...) {
    return as_error(current_error());
  }
}

Response answer_for(const Error& error, const Request& request, GotrueErrors style) {
  const bool as_oauth =
      error.is_oauth || (style == GotrueErrors::oauth && is_token_refusal(error, request));
  const bool newer = wants_newer_shape(request);
  Response response = json_response(
      error.status,
      as_oauth ? oauth_body(error) : (newer ? newer_body(error) : older_body(error, request)));
  if (newer && !as_oauth) response.headers.set(kVersionHeader, kVersion);
  if (!newer && !as_oauth) response.headers.set("x-sb-error-code", error.code);
  if (error.status == 401) response.headers.set("WWW-Authenticate", "Bearer");
  if (error.retry_after) response.headers.set("Retry-After", std::to_string(*error.retry_after));
  return response;
}

}  // namespace hufu::mock::gotrue
