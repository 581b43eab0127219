#include "code_view.h"

#include <cstring>

#include "look.h"
#include "words.h"

namespace desktop {
namespace {

constexpr const char* kBase64 = ";base64,";

/// Null for what is no picture.
Glib::RefPtr<Gdk::Texture> texture_of(const std::string& data_url) {
  const std::size_t at = data_url.find(kBase64);
  if (!data_url.starts_with("data:image/") || at == std::string::npos) return {};
  const std::string bytes = Glib::Base64::decode(data_url.substr(at + std::strlen(kBase64)));
  try {
    return Gdk::Texture::create_from_bytes(Glib::Bytes::create(bytes.data(), bytes.size()));
  } catch (const Glib::Error&) {
    return {};
  }
}

}  // namespace

CodeView::CodeView(int side, const Glib::ustring& spoken) : qr_(side, spoken) {
  picture_.set_size_request(side, side);
  picture_.set_can_shrink();
  picture_.set_halign(Gtk::Align::CENTER);
  set_spoken_name(picture_, words("Code of the mini-program", "小程序码"));
  add(picture_);
  add(qr_);
}

void CodeView::show(const std::string& picture, const std::string& text) {
  const Glib::RefPtr<Gdk::Texture> texture = texture_of(picture);
  if (texture) {
    picture_.set_paintable(texture);
    turn_to(picture_);
  } else {
    qr_.show_text(text);
    turn_to(qr_);
  }
}

}  // namespace desktop
