#include "sign_in_page.h"

#include <hufu/native/browser.h>

#include "look.h"
#include "words.h"

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
      qr_(kQrSide, words("QR code to sign in with", "登录用的二维码")) {
  add_css_class("page");
  set_valign(Gtk::Align::CENTER);
  add_text(*this, words("Scan to sign in", "扫码登录"), "title");
  add_text(*this,
           words("Open the mini-program on a phone where you are signed in, and scan this code.",
                 "在已登录的手机上打开小程序，扫描此码。"),
           "quiet");
  Gtk::Box& card = add_card(*this);
  card.append(parts_);

  asking_.set_valign(Gtk::Align::CENTER);
  add_waiting(asking_, words("Asking for a code", "正在获取代码"));

  shown_.append(qr_);
  Gtk::Box& facts = add_row(shown_);
  facts.set_spacing(2 * kGap);
  code_ = &add_fact(facts, words("Code", "代码"), "code");
  code_->set_selectable();
  number_ =
      &add_fact(facts, words("Number that the phone asks for", "手机上要输入的数字"), "number");
  add_waiting(shown_, words("Waiting for the phone", "等待手机确认"));
  shown_.append(time_left_);
  open_page_ = &add_button(
      shown_, words("_Open this page in the browser", "在浏览器中打开此页(_O)"), "flat");
  open_page_->signal_clicked().connect([this] {
    if (const auto opened = hufu::native::open_in_browser(url_); !opened && on_trouble) {
      on_trouble(words(opened.error()));
    }
  });

  over_.set_valign(Gtk::Align::CENTER);
  reason_ = &add_text(over_, "");
  again_ = &add_button(over_, words("_Show a new code", "显示新代码(_S)"), "suggested-action");
  again_->signal_clicked().connect([this] { start(); });

  for (Gtk::Box* part : {&asking_, &shown_, &over_})
    parts_.add(*part);
  account_.on_code = [this](const hufu::PresentEffect& what) { show_code(what); };
}

void SignInPage::start() {
  parts_.turn_to(asking_);
  account_.ask(hufu::SignInByScan{.client_name = words("Hufu on ", "") + Glib::get_host_name() +
                                                 words("", " 上的 Hufu")},
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
  reason_->set_text(words(result.error()));
  parts_.turn_to(over_);
  again_->grab_focus();
}

}  // namespace desktop
