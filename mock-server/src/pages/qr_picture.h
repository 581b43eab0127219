// A text as a QR code that a page can show without scripts or further files.
#pragma once

#include <string>

namespace hufu::mock {

/// An inline SVG element, black on white, with the quiet zone that readers want; without `#` and
/// `%`, because supabase-js puts it behind "data:image/svg+xml;utf-8," as it is, where the one
/// ends the picture and the other begins an escape. For up to about 1000 bytes; throws
/// std::length_error beyond.
std::string qr_svg(const std::string& text);

}  // namespace hufu::mock
