#include "qr_view.h"

#include <algorithm>

#include "look.h"

namespace desktop {
namespace {

constexpr int kQuietModules = 4;  // on each side, as ISO/IEC 18004 wants

}  // namespace

QrView::QrView(int side, const Glib::ustring& spoken) {
  g_object_set(gobj(), "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, nullptr);
  set_spoken_name(*this, spoken);
  set_content_width(side);
  set_content_height(side);
  set_halign(Gtk::Align::CENTER);
  set_draw_func(sigc::mem_fun(*this, &QrView::draw));
}

void QrView::show_text(const std::string& text) {
  code_.reset();
  if (auto code = hufu::native::QrCode::of(text)) code_ = std::move(*code);
  queue_draw();
}

void QrView::draw(const Cairo::RefPtr<Cairo::Context>& cairo, int width, int height) const {
  if (!code_) return;
  const int module = std::max(1, std::min(width, height) / (code_->size() + 2 * kQuietModules));
  const int side = module * (code_->size() + 2 * kQuietModules);
  cairo->translate((width - side) / 2, (height - side) / 2);
  cairo->set_antialias(Cairo::ANTIALIAS_NONE);
  cairo->set_source_rgb(1, 1, 1);
  cairo->rectangle(0, 0, side, side);
  cairo->fill();
  cairo->set_source_rgb(0, 0, 0);
  for (int y = 0; y < code_->size(); ++y) {
    for (int x = 0; x < code_->size(); ++x) {
      if (!code_->is_dark(x, y)) continue;
      cairo->rectangle((x + kQuietModules) * module, (y + kQuietModules) * module, module, module);
    }
  }
  cairo->fill();
}

}  // namespace desktop
