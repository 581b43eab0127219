// The person's profile: what it is, what can be changed, and signing out.
#pragma once

#include <gtkmm.h>

#include <functional>

#include "account.h"
#include "parts.h"

namespace desktop {

class ProfilePage : public Gtk::Box {
 public:
  explicit ProfilePage(Account& account);
  /// Asks the server for the profile.
  void load();
  /// Whether the end of this session is the person's own wish.
  bool is_leaving() const { return is_leaving_; }

  std::function<void(const hufu::Profile&)> on_profile;
  std::function<void(const Glib::ustring&)> on_trouble;

 private:
  void show_profile(const hufu::Profile& profile);
  void save();
  void build_leaving();
  void sign_out();
  void end_saving(const hufu::Result<hufu::Profile>& result);
  bool is_changed() const { return entry_->get_text() != saved_ && !entry_->get_text().empty(); }

  Account& account_;
  Glib::ustring saved_;
  bool is_leaving_ = false;
  Gtk::Label* face_;
  Gtk::Label* name_;
  Gtk::Label* told_;
  Gtk::Box* ways_;
  Gtk::Entry* entry_;
  Gtk::Button* save_;
  Parts leaving_;
  Gtk::Box stays_;
  Gtk::Box leaves_;  // asked first: without the phone at hand nobody comes back in
  Gtk::Button* sign_out_ = nullptr;
  Gtk::Button* cancel_ = nullptr;
};

}  // namespace desktop
