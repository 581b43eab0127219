#include "look.h"

namespace desktop {
namespace {

constexpr int kGap = 12;
constexpr int kLetters = 44;  // a line is easy to read, and the window need not be wide

constexpr const char* kStyle = R"css(
.page { padding: 24px; }
.card {
  padding: 24px;
  border-radius: 14px;
  background-color: @theme_base_color;
  border: 1px solid alpha(@theme_fg_color, 0.12);
  box-shadow: 0 1px 4px alpha(black, 0.12);
}
.title { font-size: 1.7em; font-weight: 800; }
.heading { font-size: 1.15em; font-weight: 700; }
.quiet { color: alpha(@theme_fg_color, 0.72); }
.caption { font-size: 0.85em; font-weight: 600; color: alpha(@theme_fg_color, 0.72); }
.code { font-family: monospace; font-size: 1.6em; font-weight: 700; letter-spacing: 2px; }
.number { font-family: monospace; font-size: 2.4em; font-weight: 800; letter-spacing: 4px; }
.face {
  min-width: 88px;
  min-height: 88px;
  border-radius: 44px;
  font-size: 2.4em;
  font-weight: 700;
  color: white;
  background-image: linear-gradient(135deg, #12897b, #0b5d7a);
}
.chip {
  padding: 4px 12px;
  border-radius: 12px;
  font-size: 0.9em;
  font-weight: 600;
  background-color: alpha(#12897b, 0.2);
}
.notice { padding: 10px 16px; background-color: alpha(#d9822b, 0.22); }
button.wide { padding: 8px 20px; }
entry { min-height: 38px; }
)css";

}  // namespace

void load_style() {
  const auto style = Gtk::CssProvider::create();
  style->load_from_data(kStyle);
  Gtk::StyleContext::add_provider_for_display(Gdk::Display::get_default(), style,
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

Gtk::Label& add_text(Gtk::Box& box, const Glib::ustring& text, const Glib::ustring& style) {
  auto& label = *Gtk::make_managed<Gtk::Label>(text);
  label.set_wrap();
  label.set_max_width_chars(kLetters);
  label.set_justify(Gtk::Justification::CENTER);
  if (!style.empty()) label.add_css_class(style);
  box.append(label);
  return label;
}

Gtk::Button& add_button(Gtk::Box& box, const Glib::ustring& label, const Glib::ustring& style) {
  auto& button = *Gtk::make_managed<Gtk::Button>(label, true);
  button.add_css_class("wide");
  if (!style.empty()) button.add_css_class(style);
  box.append(button);
  return button;
}

Gtk::Entry& add_entry(Gtk::Box& box, const Glib::ustring& label) {
  auto& text = *Gtk::make_managed<Gtk::Label>(label, true);
  text.set_halign(Gtk::Align::START);
  text.add_css_class("caption");
  auto& entry = *Gtk::make_managed<Gtk::Entry>();
  text.set_mnemonic_widget(entry);
  box.append(text);
  box.append(entry);
  return entry;
}

Gtk::Box& add_waiting(Gtk::Box& box, const Glib::ustring& text) {
  Gtk::Box& row = add_row(box);
  auto& spinner = *Gtk::make_managed<Gtk::Spinner>();
  spinner.start();
  set_spoken_name(spinner, text);
  row.append(spinner);
  add_text(row, text, "quiet");
  return row;
}

Gtk::Box& add_card(Gtk::Box& box) {
  auto& card = *Gtk::make_managed<Gtk::Box>(Gtk::Orientation::VERTICAL, kGap);
  card.add_css_class("card");
  box.append(card);
  return card;
}

Gtk::Box& add_row(Gtk::Box& box) {
  auto& row = *Gtk::make_managed<Gtk::Box>(Gtk::Orientation::HORIZONTAL, kGap);
  row.set_halign(Gtk::Align::CENTER);
  box.append(row);
  return row;
}

void set_spoken_name(Gtk::Widget& widget, const Glib::ustring& name) {
  gtk_accessible_update_property(GTK_ACCESSIBLE(widget.gobj()), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 name.c_str(), -1);
}

}  // namespace desktop
