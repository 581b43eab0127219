#include <hufu/native/qr_code.h>

#include <qrcodegen.hpp>
#include <stdexcept>
#include <utility>

namespace hufu::native {
namespace {

constexpr int kQuietZone = 4;     // ISO 18004, 9.1
constexpr int kTerminalZone = 2;  // scanners take it, and terminals are small
constexpr int kPixelsPerModule = 6;

Error unusable(const char* sentence) { return Error{Errc::invalid_argument, sentence, 0, 0}; }

/// Two rows of modules to a line; `upper`, `lower`: which of a letter's halves is drawn.
std::string_view half_block(bool upper, bool lower) {
  if (upper) return lower ? "█" : "▀";
  return lower ? "▄" : " ";
}

std::string half_blocks(const QrCode& code, bool draws_dark, std::string_view before,
                        std::string_view after) {
  std::string text;
  const int end = code.size() + kTerminalZone;
  for (int y = -kTerminalZone; y < end; y += 2) {
    text += before;
    for (int x = -kTerminalZone; x < end; ++x) {
      // Below the last row of an odd number there is nothing to draw.
      const bool has_lower = y + 1 < end;
      text += half_block(code.is_dark(x, y) == draws_dark,
                         has_lower && code.is_dark(x, y + 1) == draws_dark);
    }
    text.append(after).push_back('\n');
  }
  return text;
}

}  // namespace

Result<QrCode> QrCode::of(std::string_view text) {
  if (text.empty()) return unusable("there is no text for a QR code");
  try {
    const auto code =
        qrcodegen::QrCode::encodeText(std::string(text).c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    std::vector<bool> dark;
    dark.reserve(static_cast<std::size_t>(code.getSize()) *
                 static_cast<std::size_t>(code.getSize()));
    for (int y = 0; y < code.getSize(); ++y) {
      for (int x = 0; x < code.getSize(); ++x)
        dark.push_back(code.getModule(x, y));
    }
    return QrCode(code.getSize(), std::move(dark));
  } catch (const std::length_error&) {
    return unusable("the text is too long for a QR code");
  }
}

bool QrCode::is_dark(int x, int y) const {
  const bool is_inside = x >= 0 && y >= 0 && x < size_ && y < size_;
  const auto width = static_cast<std::size_t>(size_);
  return is_inside && dark_[static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)];
}

int QrCode::columns() const { return size_ + 2 * kTerminalZone; }

std::string QrCode::text() const { return half_blocks(*this, false, "", ""); }

std::string QrCode::coloured_text() const {
  return half_blocks(*this, true, "\x1b[30;107m", "\x1b[0m");
}

std::string QrCode::svg() const {
  std::string dark;
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      if (!is_dark(x, y)) continue;
      dark +=
          "M" + std::to_string(x + kQuietZone) + "," + std::to_string(y + kQuietZone) + "h1v1h-1z";
    }
  }
  const std::string modules = std::to_string(size_ + 2 * kQuietZone);
  const std::string pixels = std::to_string((size_ + 2 * kQuietZone) * kPixelsPerModule);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + pixels + "\" height=\"" + pixels +
         "\" viewBox=\"0 0 " + modules + " " + modules +
         "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
         "<path fill=\"#000\" d=\"" +
         dark + "\"/></svg>\n";
}

}  // namespace hufu::native
