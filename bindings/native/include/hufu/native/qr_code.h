// A text as a QR code, for a terminal, a window or a page. Library hufu::qr.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <hufu/result.h>

namespace hufu::native {

/// The modules of a QR code, error correction level M, without the quiet zone.
class QrCode {
 public:
  /// Error: `invalid_argument` for a text that is empty or too long (about 2,300 bytes).
  static Result<QrCode> of(std::string_view text);

  /// Modules on a side.
  int size() const { return size_; }
  /// Whether a module is dark; outside the code all is light.
  bool is_dark(int x, int y) const;

  /// Lines of half blocks, quiet zone included, that draw light modules: for a terminal with light
  /// letters on dark ground, the usual one.
  std::string text() const;
  /// How many columns of a terminal each of these lines takes.
  int columns() const;
  /// The same for any terminal: black on white by escape sequences.
  std::string coloured_text() const;
  /// An SVG picture with its quiet zone, black on white.
  std::string svg() const;

 private:
  QrCode(int size, std::vector<bool> dark) : size_(size), dark_(std::move(dark)) {}

  int size_ = 0;
  std::vector<bool> dark_;  ///< Row by row.
};

}  // namespace hufu::native
