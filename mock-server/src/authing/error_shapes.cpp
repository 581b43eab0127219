// How the four families of Authing's calls say no.
#include "authing/error_shapes.h"

#include <nlohmann/json.hpp>

namespace hufu::mock::authing {
namespace {

using Json = nlohmann::json;

// The older calls say everything under HTTP 200. What a client is to try again keeps its status, so
// that who only looks at that does not take it for an answer; and so does a call that is none.
int legacy_status(const HttpError& error) {
  const bool is_no_call = error.code == "not_found" || error.code == "method_not_allowed";
  return error.status == 429 || error.status >= 500 || is_no_call ? error.status : 200;
}

}  // namespace

int code_of(const HttpError& error) {
  if (error.code == "invalid_token" || error.code == "session_not_found") return 2020;
  if (error.code == "user_banned") return 2005;
  if (error.code == "app_not_found") return 2011;
  if (error.code == "user_not_found") return 2004;
  if (error.code == "not_allowed") return 2018;
  if (error.status >= 500) return 1000;
  return error.status;
}

Response legacy_error(const HttpError& error, const std::string& request_id) {
  return json_response(legacy_status(error), {{"code", code_of(error)},
                                              {"message", error.message},
                                              {"data", nullptr},
                                              {"requestId", request_id}});
}

Response graphql_error(const HttpError& error, const std::string& request_id) {
  const Json told = {{"code", code_of(error)}, {"message", error.message}, {"data", nullptr}};
  const Json entry = {
      {"message", told},
      {"extensions", {{"code", "INTERNAL_SERVER_ERROR"}, {"requestId", request_id}}}};
  return json_response(legacy_status(error), {{"errors", Json::array({entry})}, {"data", nullptr}});
}

Response v3_error(const HttpError& error, const std::string& request_id) {
  return json_response(error.status, {{"statusCode", error.status},
                                      {"message", error.message},
                                      {"apiCode", code_of(error)},
                                      {"requestId", request_id},
                                      {"data", nullptr}});
}

Response oidc_error(const HttpError& error, const std::string& request_id) {
  return json_response(
      error.status,
      {{"error", error.code}, {"error_description", error.message}, {"requestId", request_id}});
}

}  // namespace hufu::mock::authing
