// The window: who is signed in decides which pages it has.
#pragma once

#include <gtkmm.h>

#include "account.h"
#include "bind_page.h"
#include "parts.h"
#include "profile_page.h"
#include "sign_in_page.h"

namespace desktop {

class Window : public Gtk::ApplicationWindow {
 public:
  explicit Window(Account& account);

 private:
  void build_header();
  void build_notice();
  void begin(const hufu::Result<hufu::SessionInfo>& session);
  void show_signed_in();
  void show_signed_out();
  void say(const Glib::ustring& sentence);

  Account& account_;
  Gtk::HeaderBar header_;
  Gtk::StackSwitcher switcher_;
  Gtk::Label title_;
  Gtk::ToggleButton dark_;
  Gtk::Box column_;
  Gtk::Box notice_;
  Gtk::Label sentence_;
  Parts whole_;
  Gtk::Box opening_;
  Gtk::Stack pages_;
  Gtk::ScrolledWindow scrolled_;
  SignInPage sign_in_;
  ProfilePage profile_;
  BindPage bind_;
};

}  // namespace desktop
