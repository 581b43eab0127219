// HTTP header fields: finding one, and refusing what would split a request.
#pragma once

#include <string_view>
#include <vector>

#include "hufu/effects.h"

namespace hufu::text {

/// The value of the first field of that name, in any case; empty if there is none.
std::string_view find_header(const std::vector<Header>& headers, std::string_view name) noexcept;

/// Whether `name` is a token and `value` has no CR, LF, NUL or other control but tab (RFC 9110, 5).
bool is_clean_header(const Header& header) noexcept;

/// Whether `token` can stand behind `Bearer`: printable ASCII without a space, and not empty.
bool is_clean_token(std::string_view token) noexcept;

/// Whether the media type is JSON: `application/json` or `…+json`, parameters aside.
bool is_json_type(std::string_view content_type) noexcept;

}  // namespace hufu::text
