// A raster as an uncompressed PNG (RFC 2083), its white transparent.
#include <boost/crc.hpp>
#include <cstdint>

#include "upstreams/wechat/raster.h"

namespace hufu::mock::wechat {
namespace {

constexpr std::size_t kLargestBlock = 65535;

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>((value >> shift) & 0xff);
  return bytes;
}

std::string chunk(const std::string& type, const std::string& data) {
  boost::crc_32_type crc;
  const std::string covered = type + data;
  crc.process_bytes(covered.data(), covered.size());
  return big_endian(static_cast<std::uint32_t>(data.size())) + covered + big_endian(crc.checksum());
}

std::uint32_t adler32(const std::string& data) {
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  for (const char byte : data) {
    low = (low + static_cast<unsigned char>(byte)) % 65521;
    high = (high + low) % 65521;
  }
  return high << 16 | low;
}

// zlib's form with stored blocks only (RFC 1950, RFC 1951 section 3.2.4).
std::string store(const std::string& data) {
  std::string stream = "\x78\x01";
  for (std::size_t at = 0; at < data.size(); at += kLargestBlock) {
    const std::string block = data.substr(at, kLargestBlock);
    const auto size = static_cast<std::uint16_t>(block.size());
    const auto inverse = static_cast<std::uint16_t>(~size);
    stream += static_cast<char>(at + block.size() == data.size() ? 1 : 0);
    for (const std::uint16_t word : {size, inverse}) {
      stream += static_cast<char>(word & 0xff);
      stream += static_cast<char>(word >> 8);
    }
    stream += block;
  }
  return stream + big_endian(adler32(data));
}

// One bit for each pixel, a set one white; each line begun by its filter: none.
std::string lines_of(const Raster& raster) {
  std::string data;
  for (int y = 0; y < raster.side; ++y) {
    std::string line(1 + static_cast<std::size_t>(raster.side + 7) / 8, '\0');
    for (int x = 0; x < raster.side; ++x) {
      if (raster.is_white(x, y))
        line[1 + static_cast<std::size_t>(x) / 8] |= static_cast<char>(0x80 >> (x % 8));
    }
    data += line;
  }
  return data;
}

}  // namespace

std::string as_transparent_png(const Raster& raster) {
  const auto side = static_cast<std::uint32_t>(raster.side);
  std::string header = big_endian(side) + big_endian(side);
  header += std::string("\x01\x00\x00\x00\x00", 5);  // black and white, nothing interlaced
  return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", header) +
         chunk("tRNS", std::string("\x00\x01", 2)) + chunk("IDAT", store(lines_of(raster))) +
         chunk("IEND", "");
}

}  // namespace hufu::mock::wechat
