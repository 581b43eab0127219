// What a phone is to scan: the mini-program's own code, or a QR code.
#pragma once

#include <gtkmm.h>

#include <string>

#include "parts.h"
#include "qr_view.h"

namespace desktop {

class CodeView : public Parts {
 public:
  /// `spoken` is what a screen reader says about a QR code.
  CodeView(int side, const Glib::ustring& spoken);
  /// The picture, a `data:` address; the text where there is none, or none that can be shown.
  void show(const std::string& picture, const std::string& text);

 private:
  Gtk::Picture picture_;
  QrView qr_;
};

}  // namespace desktop
