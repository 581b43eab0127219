// A text as a QR code that a page can show without scripts or further files.
#pragma once

#include <string>

namespace hufu::mock::unified {

/// An inline SVG element, black on white, with the quiet zone that readers want. For up to about
/// 1000 bytes; throws std::length_error beyond.
std::string qr_svg(const std::string& text);

}  // namespace hufu::mock::unified
