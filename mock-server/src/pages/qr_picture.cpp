// A text as a QR code, drawn over qrcodegen.
#include "pages/qr_picture.h"

#include <qrcodegen.hpp>

namespace hufu::mock {
namespace {

constexpr int kQuietZone = 4;  // ISO 18004 section 9.1
constexpr int kPixelsPerModule = 6;

}  // namespace

std::string qr_svg(const std::string& text) {
  const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
  const int size = code.getSize() + 2 * kQuietZone;
  std::string dark;
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize(); ++x) {
      if (code.getModule(x, y))
        dark += "M" + std::to_string(x + kQuietZone) + "," + std::to_string(y + kQuietZone) +
                "h1v1h-1z";
    }
  }
  const std::string modules = std::to_string(size);
  const std::string pixels = std::to_string(size * kPixelsPerModule);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"QR\" width=\"" +
         pixels + "\" height=\"" + pixels + "\" viewBox=\"0 0 " + modules + " " + modules +
         "\" shape-rendering=\"crispEdges\"><path fill=\"white\" d=\"m0,0h" + modules + "v" +
         modules + "h-" + modules + "z\"/><path fill=\"black\" d=\"" + dark + "\"/></svg>";
}

}  // namespace hufu::mock
