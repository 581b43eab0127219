// HTTP header fields: refusing what would split a request.
#pragma once

#include <string_view>

namespace hufu::text {

/// Whether `name` is a token and `value` has no CR, LF, NUL or other control but tab (RFC 9110, 5).
bool is_clean_header(std::string_view name, std::string_view value) noexcept;

/// Whether Hufu or the HTTP library below it sets the field `name` itself: what names the sender
/// and where the request goes, and what frames it or belongs to one connection (the forbidden
/// request headers of Fetch that are of this kind). From anybody else it would speak for another
/// person, or make of one request two. Servers that read `X_Platform` as `X-Platform` are thought
/// of.
bool is_reserved_header(std::string_view name) noexcept;

/// Whether `token` can stand behind `Bearer`: printable ASCII without a space, and not empty.
bool is_clean_token(std::string_view token) noexcept;

/// Whether the media type is that of a page: `text/html` or `application/xhtml+xml`.
bool is_page_type(std::string_view content_type) noexcept;

}  // namespace hufu::text
