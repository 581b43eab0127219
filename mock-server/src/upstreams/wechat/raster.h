// A picture in black and white, before it is written as a file.
#pragma once

#include <string>

namespace hufu::mock::wechat {

struct Raster {
  explicit Raster(int side_pixels)
      : side(side_pixels), white(static_cast<std::size_t>(side) * side, '\1') {}
  bool is_white(int x, int y) const { return white[static_cast<std::size_t>(y) * side + x] != 0; }
  void blacken(int x, int y) { white[static_cast<std::size_t>(y) * side + x] = 0; }

  int side;
  /// A byte for each pixel, row by row.
  std::string white;
};

/// A baseline JPEG in shades of grey (ITU T.81).
std::string as_jpeg(const Raster& raster);
/// A PNG whose white is transparent (RFC 2083).
std::string as_transparent_png(const Raster& raster);

}  // namespace hufu::mock::wechat
