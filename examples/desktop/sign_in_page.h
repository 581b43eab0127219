// Signing in: a code, to be scanned by a phone on which the person is signed in.
#pragma once

#include <gtkmm.h>

#include <functional>
#include <optional>
#include <string>

#include "account.h"
#include "code_view.h"
#include "parts.h"
#include "time_left.h"

namespace desktop {

class SignInPage : public Gtk::Box {
 public:
  explicit SignInPage(Account& account);
  /// Asks for a code and shows it, and what becomes of it, until somebody has approved.
  void start();

  std::function<void(const hufu::SessionInfo&)> on_signed_in;
  std::function<void(const Glib::ustring&)> on_trouble;

 private:
  void build_shown();
  void build_scanned();
  /// Again at each change of its state, or of the code itself.
  void show(const hufu::PresentEffect& what);
  void end(const hufu::Result<hufu::SessionInfo>& result);

  Account& account_;
  std::string url_;
  std::optional<hufu::OperationId> signing_in_;

  Parts parts_;
  Gtk::Box asking_;
  Gtk::Box shown_;
  Gtk::Box scanned_;
  Gtk::Box over_;
  CodeView view_;
  Gtk::Label* how_;
  Gtk::Label* code_;
  Gtk::Label* number_;
  Gtk::Label* number_to_type_;
  TimeLeft time_left_;
  Gtk::Label* reason_;
  Gtk::Button* open_page_;
  Gtk::Button* again_;
};

}  // namespace desktop
