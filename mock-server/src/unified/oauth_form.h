// The bodies of OAuth's requests.
#pragma once

#include <map>
#include <string>

#include "http/errors.h"
#include "http/message.h"

namespace hufu::mock::unified {

using Form = std::multimap<std::string, std::string>;

/// RFC 6749 wants a form, and each name once. Throws 400 `invalid_request`.
Form read_form(const Request& request);
/// A field of it that is there, not empty and plain text. Throws 400 `invalid_request`.
std::string field(const Form& form, const std::string& name, std::size_t limit_bytes);
/// The same; `otherwise` where it is not there, or empty, which means the same (RFC 6749, 3.1).
std::string field_or(const Form& form, const std::string& name, std::size_t limit_bytes,
                     std::string otherwise);
HttpError oauth_error(std::string code, std::string message);

}  // namespace hufu::mock::unified
