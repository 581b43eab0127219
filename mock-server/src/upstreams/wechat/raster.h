// A picture in black and white, before it is written as a file.
#pragma once

#include <string>

namespace hufu::mock::wechat {

struct Raster {
  explicit Raster(int side_pixels)
      : side(side_pixels), pixels(static_cast<std::size_t>(side) * side, '\xff') {}
  void blacken(int x, int y) { pixels[static_cast<std::size_t>(y) * side + x] = '\0'; }

  int side;
  /// A byte for each, row by row.
  std::string pixels;
};

std::string as_jpeg(const Raster& raster);
/// Its white is transparent.
std::string as_transparent_png(const Raster& raster);

}  // namespace hufu::mock::wechat
