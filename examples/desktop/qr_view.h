// A QR code in a window.
#pragma once

#include <gtkmm.h>

#include <optional>
#include <string>

#include <hufu/native/qr_code.h>

namespace desktop {

/// Black on white in every theme, with its quiet zone, each module a whole number of pixels.
class QrView : public Gtk::DrawingArea {
 public:
  /// `spoken` is what a screen reader says about it.
  QrView(int side, const Glib::ustring& spoken);
  /// Nothing is drawn for a text that is too long: the code in letters stands beside it.
  void show_text(const std::string& text);

 private:
  void draw(const Cairo::RefPtr<Cairo::Context>& cairo, int width, int height) const;

  std::optional<hufu::native::QrCode> code_;
};

}  // namespace desktop
