// HTTP header fields: refusing what would split a request.
#pragma once

#include <string_view>

namespace hufu::text {

/// Whether `name` is a token and `value` has no CR, LF, NUL or other control but tab (RFC 9110, 5).
bool is_clean_header(std::string_view name, std::string_view value) noexcept;

/// Whether `token` can stand behind `Bearer`: printable ASCII without a space, and not empty.
bool is_clean_token(std::string_view token) noexcept;

/// Whether the media type is that of a page: `text/html` or `application/xhtml+xml`.
bool is_page_type(std::string_view content_type) noexcept;

}  // namespace hufu::text
