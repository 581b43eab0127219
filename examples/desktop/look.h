// How things look, and what a screen reader says about them.
#pragma once

#include <gtkmm.h>

namespace desktop {

/// Spacing, cards and large codes, in the colours of the person's theme, light or dark.
void load_style();

/// Text that wraps, in the middle of a page. `style` is a class of the style sheet.
Gtk::Label& add_text(Gtk::Box& box, const Glib::ustring& text, const Glib::ustring& style = {});
/// A button with a mnemonic (`_Save`).
Gtk::Button& add_button(Gtk::Box& box, const Glib::ustring& label, const Glib::ustring& style = {});
/// An entry with its label (`_Nickname`), whose mnemonic leads to it.
Gtk::Entry& add_entry(Gtk::Box& box, const Glib::ustring& label);
/// A spinner with words beside it, for while somebody else has to act.
Gtk::Box& add_waiting(Gtk::Box& box, const Glib::ustring& text);
/// A column of its own, on a card.
Gtk::Box& add_card(Gtk::Box& box);
/// A row for buttons or numbers.
Gtk::Box& add_row(Gtk::Box& box);

/// What a screen reader says for a widget without text of its own.
void set_spoken_name(Gtk::Widget& widget, const Glib::ustring& name);

}  // namespace desktop
