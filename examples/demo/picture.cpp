#include "picture.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace demo {

std::string bytes_of(const std::string& picture) {
  const std::string_view kMarker = ";base64,";
  const std::size_t at = picture.find(kMarker);
  if (!picture.starts_with("data:image/") || at == std::string::npos)
    throw std::runtime_error("the screen has no picture to show");
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char digit : picture.substr(at + kMarker.size())) {
    const std::size_t value = kDigits.find(digit);
    if (value == std::string_view::npos) break;  // the padding at the end
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

std::string keep_picture(const std::string& folder, const std::string& name,
                         const std::string& picture) {
  std::filesystem::create_directories(folder);
  const std::string path = (std::filesystem::path(folder) / name).string();
  std::ofstream(path, std::ios::binary) << bytes_of(picture);
  return path;
}

}  // namespace demo
