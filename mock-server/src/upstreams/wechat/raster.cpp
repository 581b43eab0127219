// Raster files by stb_image_write, a header: the prebuilt servers carry no further library for a
// test picture. Its functions are compiled here, without those that open files.
#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include "upstreams/wechat/raster.h"

#include <stb_image_write.h>

namespace hufu::mock::wechat {
namespace {

constexpr int kQuality = 60;  // more is only more bytes

void append(void* file, void* data, int size) {
  static_cast<std::string*>(file)->append(static_cast<const char*>(data),
                                          static_cast<std::size_t>(size));
}

}  // namespace

std::string as_jpeg(const Raster& raster) {
  std::string file;
  stbi_write_jpg_to_func(append, &file, raster.side, raster.side, 1, raster.pixels.data(),
                         kQuality);
  return file;
}

std::string as_transparent_png(const Raster& raster) {
  std::string with_alpha;
  for (const char grey : raster.pixels)
    with_alpha += {grey, static_cast<char>(~grey)};
  std::string file;
  stbi_write_png_to_func(append, &file, raster.side, raster.side, 2, with_alpha.data(),
                         raster.side * 2);
  return file;
}

}  // namespace hufu::mock::wechat
