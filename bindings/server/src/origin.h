// Origins of pages, as browsers write them.
#pragma once

#include <string>
#include <vector>

namespace hufu::server {

/// The origins. Throws std::invalid_argument for what is none: an empty text, which a forgotten
/// variable gives, `null`, which any page can send, and what no page ever has, such as one with a
/// path.
std::vector<std::string> checked_origins(std::vector<std::string> origins);

}  // namespace hufu::server
