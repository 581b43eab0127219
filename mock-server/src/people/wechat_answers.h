// How WeChat is asked, and what its answers mean.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "http/client.h"

namespace hufu::mock {

OutgoingRequest wechat_get(std::string url);
OutgoingRequest wechat_post(std::string url, std::string json);
/// With the application's access token.
OutgoingRequest wechat_app_post(const std::string& url, const std::string& app_token,
                                std::string json);

/// The object of a good answer. Throws HttpError `wechat_code_invalid`, `wechat_blocked`,
/// `rate_limited` or `unavailable`; 500 `internal_error` where WeChat does not take our settings,
/// which nobody mends by asking again: what it said is logged.
nlohmann::json read_wechat_answer(const Response& response);
/// Not an error: those come with status 200, too, and have been seen under a picture's type.
bool is_picture(const Response& response);
/// Says in the log what WeChat did not make, and why, for whoever set up this server.
void log_refusal(const std::string& what, const Response& response);
/// It is the application's access token that WeChat does not take (any more).
bool refuses_app_token(const Response& response);

}  // namespace hufu::mock
