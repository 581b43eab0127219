// Escaped text, as `encodeURIComponent` makes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::server {

/// What is escaped there; nothing where an escape is half or makes no UTF-8.
std::optional<std::string> unescaped(std::string_view text);

}  // namespace hufu::server
