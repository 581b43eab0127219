#include "sign_in_page.h"

#include <hufu/native/browser.h>

#include "look.h"

namespace desktop {
namespace {

constexpr int kGap = 16;
constexpr int kQrSide = 264;

Gtk::Label& add_fact(Gtk::Box& row, const Glib::ustring& caption, const Glib::ustring& style) {
  auto& column = *Gtk::make_managed<Gtk::Box>(Gtk::Orientation::VERTICAL, 2);
  row.append(column);
  add_text(column, caption, "caption");
  Gtk::Label& value = add_text(column, "", style);
  value.set_vexpand();
  value.set_wrap(false);
  return value;
}

}  // namespace

SignInPage::SignInPage(Account& account)
    : Gtk::Box(Gtk::Orientation::VERTICAL, kGap),
      account_(account),
      asking_(Gtk::Orientation::VERTICAL, kGap),
      shown_(Gtk::Orientation::VERTICAL, kGap),
      over_(Gtk::Orientation::VERTICAL, kGap),
      qr_(kQrSide, "QR code to sign in with") {
  add_css_class("page");
  set_valign(Gtk::Align::CENTER);
  add_text(*this, "Scan to sign in", "title");
  add_text(*this, "Open the mini-program on a phone where you are signed in, and scan this code.",
           "quiet");
  Gtk::Box& card = add_card(*this);
  card.append(parts_);

  asking_.set_valign(Gtk::Align::CENTER);
  add_waiting(asking_, "Asking for a code");

  shown_.append(qr_);
  Gtk::Box& facts = add_row(shown_);
  facts.set_spacing(2 * kGap);
  code_ = &add_fact(facts, "Code", "code");
  code_->set_selectable();
  number_ = &add_fact(facts, "Number that the phone asks for", "number");
  add_waiting(shown_, "Waiting for the phone");
  shown_.append(time_left_);
  open_page_ = &add_button(shown_, "_Open this page in the browser", "flat");
  open_page_->signal_clicked().connect([this] {
    if (const auto opened = hufu::native::open_in_browser(url_); !opened && on_trouble) {
      on_trouble(opened.error().message());
    }
  });

  over_.set_valign(Gtk::Align::CENTER);
  reason_ = &add_text(over_, "");
  again_ = &add_button(over_, "_Show a new code", "suggested-action");
  again_->signal_clicked().connect([this] { start(); });

  for (Gtk::Box* part : {&asking_, &shown_, &over_})
    parts_.add(*part);
  account_.on_code = [this](const hufu::PresentEffect& what) { show_code(what); };
}

void SignInPage::start() {
  parts_.turn_to(asking_);
  account_.ask(hufu::SignInWithDevice{.client_name = "Hufu on " + Glib::get_host_name()},
               [this](const hufu::Result<hufu::SessionInfo>& result) { end(result); });
}

void SignInPage::show_code(const hufu::PresentEffect& what) {
  url_ = what.url;
  qr_.show_text(what.url);
  code_->set_text(what.code);
  number_->set_text(what.number);
  time_left_.start(what.expires_in_ms);
  parts_.turn_to(shown_);
  open_page_->grab_focus();
}

void SignInPage::end(const hufu::Result<hufu::SessionInfo>& result) {
  time_left_.stop();
  if (result) {
    if (on_signed_in) on_signed_in(*result);
    return;
  }
  reason_->set_text(result.error().message());
  parts_.turn_to(over_);
  again_->grab_focus();
}

}  // namespace desktop
