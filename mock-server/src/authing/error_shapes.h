// How the four families of Authing's calls say no.
#pragma once

#include <string>

#include "http/errors.h"

namespace hufu::mock::authing {

/// Authing's number for an error: docs.authing.cn/v2/reference/error-code.html where it has one.
int code_of(const HttpError& error);

/// HTTP 200 and `{code, message, data}`; only what may be tried again has a status of its own.
Response legacy_error(const HttpError& error, const std::string& request_id);
/// HTTP 200 and `{errors: [{message: {code, message, data}, …}], data: null}`; the same exception.
Response graphql_error(const HttpError& error, const std::string& request_id);
/// `{statusCode, message, apiCode, data}`; the HTTP status is the statusCode.
Response v3_error(const HttpError& error, const std::string& request_id);
/// RFC 6749 section 5.2.
Response oidc_error(const HttpError& error, const std::string& request_id);

}  // namespace hufu::mock::authing
