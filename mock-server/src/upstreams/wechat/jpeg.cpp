// A raster as a baseline JPEG in shades of grey (ITU T.81). All Huffman codes of a table are
// equally long, so that a symbol's code is its place in the table: half again as large as need be,
// and without the tables of annex K.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "upstreams/wechat/raster.h"

namespace hufu::mock::wechat {
namespace {

using Block = std::array<int, 64>;

constexpr int kStep = 16;     // of the quantizer, for all frequencies
constexpr int kMostBits = 8;  // of a coefficient but the first; all of ours have fewer
constexpr int kDcBits = 4;
constexpr int kAcBits = 8;
constexpr std::uint8_t kEndOfBlock = 0x00;
constexpr std::uint8_t kSixteenZeros = 0xf0;

// Figure 5: from low frequencies to high ones.
constexpr Block kZigZag = [] {
  Block order{};
  int at = 0;
  for (int sum = 0; sum <= 14; ++sum) {
    for (int step = 0; step <= sum; ++step) {
      const int row = sum % 2 == 0 ? sum - step : step;
      if (row < 8 && sum - row < 8) order[at++] = row * 8 + (sum - row);
    }
  }
  return order;
}();

// The symbols in the order of their codes; the code of ones alone is reserved (F.1.2.1.2).
const std::string kDcSymbols = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
const std::string kAcSymbols = [] {
  std::string symbols = {static_cast<char>(kEndOfBlock), static_cast<char>(kSixteenZeros)};
  for (int run = 0; run < 16; ++run) {
    for (int size = 1; size <= kMostBits; ++size)
      symbols += static_cast<char>(run << 4 | size);
  }
  return symbols;
}();

std::string segment(std::uint8_t marker, const std::string& content) {
  const auto size = static_cast<std::uint16_t>(content.size() + 2);
  return std::string{'\xff', static_cast<char>(marker), static_cast<char>(size >> 8),
                     static_cast<char>(size & 0xff)} +
         content;
}

std::string huffman_table(char name, int bits, const std::string& symbols) {
  std::string counts(16, '\0');
  counts[static_cast<std::size_t>(bits) - 1] = static_cast<char>(symbols.size());
  return segment(0xc4, name + counts + symbols);
}

class BitWriter {
 public:
  void put(std::uint32_t value, int count) {
    for (int bit = count - 1; bit >= 0; --bit) {
      byte_ = static_cast<std::uint8_t>(byte_ << 1 | ((value >> bit) & 1));
      if (++used_ == 8) flush();
    }
  }
  std::string finish() {
    while (used_ != 0)
      put(1, 1);
    return bytes_;
  }

 private:
  void flush() {
    bytes_ += static_cast<char>(byte_);
    if (byte_ == 0xff) bytes_ += '\0';  // or it would be a marker
    used_ = 0;
  }

  std::string bytes_;
  std::uint8_t byte_ = 0;
  int used_ = 0;
};

int bits_of(int value) { return std::bit_width(static_cast<unsigned>(std::abs(value))); }

void put_symbol(BitWriter& out, const std::string& symbols, int bits, std::uint8_t symbol) {
  out.put(static_cast<std::uint32_t>(symbols.find(static_cast<char>(symbol))), bits);
}

// Negative ones as their ones' complement (F.1.2.1.1).
void put_number(BitWriter& out, int value) {
  const int size = bits_of(value);
  out.put(static_cast<std::uint32_t>(value < 0 ? value + (1 << size) - 1 : value), size);
}

void put_block(BitWriter& out, const Block& block, int& dc_before) {
  const int difference = block[0] - dc_before;
  dc_before = block[0];
  put_symbol(out, kDcSymbols, kDcBits, static_cast<std::uint8_t>(bits_of(difference)));
  put_number(out, difference);
  int zeros = 0;
  for (int at = 1; at < 64; ++at) {
    const int value = block[kZigZag[at]];
    if (value == 0) {
      ++zeros;
      continue;
    }
    for (; zeros > 15; zeros -= 16)
      put_symbol(out, kAcSymbols, kAcBits, kSixteenZeros);
    put_symbol(out, kAcSymbols, kAcBits, static_cast<std::uint8_t>(zeros << 4 | bits_of(value)));
    put_number(out, value);
    zeros = 0;
  }
  if (zeros > 0) put_symbol(out, kAcSymbols, kAcBits, kEndOfBlock);
}

double basis(int frequency, int place) {
  static const auto table = [] {
    std::array<double, 64> values{};
    for (int u = 0; u < 8; ++u) {
      for (int x = 0; x < 8; ++x)
        values[u * 8 + x] =
            (u == 0 ? std::sqrt(0.125) : 0.5) * std::cos((2 * x + 1) * u * std::numbers::pi / 16);
    }
    return values;
  }();
  return table[frequency * 8 + place];
}

// A.3.3, rows first. Beyond the edge the picture goes on as it ends.
Block transformed(const Raster& raster, int left, int top) {
  std::array<double, 64> rows{};
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      const bool white =
          raster.is_white(std::min(left + x, raster.side - 1), std::min(top + y, raster.side - 1));
      for (int u = 0; u < 8; ++u)
        rows[y * 8 + u] += (white ? 127 : -128) * basis(u, x);
    }
  }
  Block block{};
  for (int v = 0; v < 8; ++v) {
    for (int u = 0; u < 8; ++u) {
      double sum = 0;
      for (int y = 0; y < 8; ++y)
        sum += rows[y * 8 + u] * basis(v, y);
      block[v * 8 + u] = static_cast<int>(std::lround(sum / kStep));
    }
  }
  return block;
}

std::string frame_header(int side) {
  const std::string length = {static_cast<char>(side >> 8), static_cast<char>(side & 0xff)};
  // Eight bits a sample, one component, not subsampled, with the first quantizer.
  return segment(0xc0, '\x08' + length + length + std::string("\x01\x01\x11\x00", 4));
}

}  // namespace

std::string as_jpeg(const Raster& raster) {
  BitWriter out;
  int dc = 0;
  for (int top = 0; top < raster.side; top += 8) {
    for (int left = 0; left < raster.side; left += 8)
      put_block(out, transformed(raster, left, top), dc);
  }
  return "\xff\xd8" + segment(0xe0, std::string("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", 14)) +
         segment(0xdb, '\0' + std::string(64, static_cast<char>(kStep))) +
         frame_header(raster.side) + huffman_table('\x00', kDcBits, kDcSymbols) +
         huffman_table('\x10', kAcBits, kAcSymbols) +
         segment(0xda, std::string("\x01\x01\x00\x00\x3f\x00", 6)) + out.finish() + "\xff\xd9";
}

}  // namespace hufu::mock::wechat
