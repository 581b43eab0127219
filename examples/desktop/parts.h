// Parts of which one is there at a time.
#pragma once

#include <gtkmm.h>

namespace desktop {

/// As Gtk::Stack, but the others are hidden from screen readers, too: GTK 4.8 tells them of all.
class Parts : public Gtk::Box {
 public:
  Parts() : Gtk::Box(Gtk::Orientation::VERTICAL) {}

  /// Hidden until it is turned to.
  void add(Gtk::Widget& part) {
    part.set_visible(false);
    append(part);
  }
  void turn_to(Gtk::Widget& part) {
    for (Gtk::Widget* each = get_first_child(); each != nullptr; each = each->get_next_sibling())
      each->set_visible(each == &part);
    current_ = &part;
  }
  bool is_at(const Gtk::Widget& part) const { return current_ == &part; }

 private:
  const Gtk::Widget* current_ = nullptr;
};

}  // namespace desktop
