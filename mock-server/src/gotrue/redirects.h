// Where a browser may be sent with a code: the allow-list of redirect_to.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gotrue/errors.h"
#include "mock_settings/mock_config.h"

namespace hufu::mock::gotrue {

/// Equal to the site or to an allowed URL, character for character; only a loopback host may have
/// another port (RFC 8252 section 7.3) and a `state` of letters and digits as its whole query. No
/// user information, no fragment, no dots to climb with.
bool is_allowed_redirect(const MockConfig& config, const std::string& url);
/// The URL if it is allowed, else the site: GoTrue says nothing about the difference.
std::string choose_redirect(const MockConfig& config, const std::string& wanted);

/// `url?code=…`
std::string with_code(const std::string& url, const std::string& code);
/// `url?error=…&error_code=…&error_description=…#` and the same again with `sb=`.
std::string with_error(const std::string& url, const Error& error);
/// `url#error=…&error_code=…&error_description=…&sb=`: without PKCE.
std::string with_error_fragment(const std::string& url, const Error& error);
/// `url#message=…`, with PKCE in the query, too.
std::string with_message(const std::string& url, const std::string& message, bool has_pkce);
/// `url#access_token=…&refresh_token=…`, and `type` unless it is empty: whoever has the page's
/// address has the session (RFC 9700 section 2.1.2).
std::string with_session(const std::string& url, const nlohmann::json& session,
                         const std::string& type);

}  // namespace hufu::mock::gotrue
