// Text inside HTML.
#pragma once

#include <string>
#include <string_view>

namespace hufu::mock {

/// For text and for attributes in quotation marks.
std::string escape_html(std::string_view text);

}  // namespace hufu::mock
