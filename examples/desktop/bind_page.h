// Joining the account with that of the other half: show a code, or type the one that it shows.
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

class BindPage : public Gtk::Box {
 public:
  explicit BindPage(Account& account);
  /// Which halves the account has decides what can be joined.
  void set_profile(const hufu::Profile& profile);
  /// Nobody is signed in any more.
  void reset();

  std::function<void()> on_joined;
  std::function<void(const Glib::ustring&)> on_trouble;

 private:
  void build_start();
  void build_shown();
  void build_asked();
  void build_offered();
  void build_accepted();

  // Our code, typed on the other side.
  void issue();
  void show_code(const hufu::BindCode& code);
  void wait_for_other(const hufu::Binding& binding);
  void confirm();
  // Theirs, typed here.
  void redeem();
  void accept();

  void decline();
  void end_joined();
  /// Back to the start, with the reason.
  void fail(const hufu::Error& error);

  Account& account_;
  std::string other_half_ = "web";
  hufu::Binding binding_;
  std::optional<hufu::OperationId> waiting_;

  Parts parts_;
  Gtk::Box start_;
  Gtk::Box shown_;     // our code
  Gtk::Box asked_;     // somebody has typed it
  Gtk::Box offered_;   // their code leads to somebody
  Gtk::Box accepted_;  // the number to type there
  Gtk::Box joined_;
  Gtk::Button* issue_ = nullptr;
  Gtk::Entry* typed_ = nullptr;
  Gtk::Button* redeem_ = nullptr;
  CodeView view_;
  Gtk::Label* code_ = nullptr;
  TimeLeft time_left_;
  Gtk::Label* who_asks_ = nullptr;
  Gtk::Entry* typed_number_ = nullptr;
  Gtk::Label* who_offers_ = nullptr;
  Gtk::Button* accept_ = nullptr;
  Gtk::Label* number_ = nullptr;
};

}  // namespace desktop
