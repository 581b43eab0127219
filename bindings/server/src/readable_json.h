// JSON that JavaScript and Python read, and nlohmann's reader does not.
#pragma once

#include <string>
#include <string_view>

namespace hufu::server {

/// The same text, but for what stops that reader: half a pair of letters (`\ud800`), which becomes
/// U+FFFD, and a number beyond all numbers, which becomes the largest one.
std::string readable_json(std::string_view text);

}  // namespace hufu::server
