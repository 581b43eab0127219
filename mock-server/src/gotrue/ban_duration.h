// `ban_duration` of GoTrue's admin calls.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hufu::mock::gotrue {

/// Milliseconds of a duration as Go writes them ("24h", "1h30m", "1.5s", "0"), 0 for "none".
/// Nothing for anything else, and for what is longer than a century.
std::optional<std::int64_t> read_duration_ms(std::string_view text);

}  // namespace hufu::mock::gotrue
