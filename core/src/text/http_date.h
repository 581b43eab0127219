// Times in HTTP headers.
#pragma once

#include <optional>
#include <string_view>

#include "hufu/time.h"

namespace hufu::text {

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7) in ms since 1970, or one of the two obsolete
/// forms, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
std::optional<WallTime> parse_http_date(std::string_view date) noexcept;

/// A date of RFC 3339, `2026-11-29T08:49:37.123456Z`, in milliseconds since 1970, to the second; 0
/// if it is none.
Millis parse_date(std::string_view date) noexcept;

/// How long `Retry-After: value` asks to wait: seconds, or a date. A date is measured against the
/// `Date` of the same answer, else against `server_now`. At most an hour, as MSAL caps it.
std::optional<Millis> parse_retry_after(std::string_view value, std::string_view date,
                                        WallTime server_now) noexcept;

}  // namespace hufu::text
