#include "sign_in_page.h"

#include <hufu/native/browser.h>

#include "look.h"
#include "words.h"

namespace desktop {
namespace {

constexpr int kGap = 16;
constexpr int kCodeSide = 264;

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
      scanned_(Gtk::Orientation::VERTICAL, kGap),
      over_(Gtk::Orientation::VERTICAL, kGap),
      view_(kCodeSide, words("QR code to sign in with", "登录用的二维码")) {
  add_css_class("page");
  set_valign(Gtk::Align::CENTER);
  add_text(*this, words("Scan to sign in", "扫码登录"), "title");
  how_ = &add_text(*this, "", "quiet");
  Gtk::Box& card = add_card(*this);
  card.append(parts_);

  asking_.set_valign(Gtk::Align::CENTER);
  add_waiting(asking_, words("Asking for a code", "正在获取代码"));

  build_shown();
  build_scanned();

  over_.set_valign(Gtk::Align::CENTER);
  reason_ = &add_text(over_, "");
  again_ = &add_button(over_, words("_Show a new code", "显示新代码(_S)"), "suggested-action");
  again_->signal_clicked().connect([this] { start(); });

  for (Gtk::Box* part : {&asking_, &shown_, &scanned_, &over_})
    parts_.add(*part);
  account_.on_code = [this](const hufu::PresentEffect& what) { show(what); };
}

void SignInPage::build_shown() {
  shown_.append(view_);
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
}

void SignInPage::build_scanned() {
  scanned_.set_valign(Gtk::Align::CENTER);
  add_text(scanned_, words("Scanned. Go on on the phone", "已扫码，请在手机上继续"), "heading");
  add_text(scanned_, words("Type this number there", "在手机上输入这个数字"), "caption");
  number_to_type_ = &add_text(scanned_, "", "number");
  add_waiting(scanned_, words("Waiting for the phone", "等待手机确认"));
  // A phone that scans what another has scanned already is told to ask for it.
  add_button(scanned_, words("Not your phone? _Show a new code", "不是你的手机？显示新代码(_S)"),
             "flat")
      .signal_clicked()
      .connect([this] { start(); });
}

void SignInPage::start() {
  parts_.turn_to(asking_);
  if (signing_in_) account_.cancel(*signing_in_);
  signing_in_ =
      account_.ask(hufu::SignInByScan{.client_name = words("Hufu on ", "") + Glib::get_host_name() +
                                                     words("", " 上的 Hufu")},
                   [this](const hufu::Result<hufu::SessionInfo>& result) { end(result); });
}

void SignInPage::show(const hufu::PresentEffect& what) {
  number_to_type_->set_text(what.number);
  if (what.state == "scanned") return parts_.turn_to(scanned_);
  if (what.state != "pending") return;  // the answer is about to come
  const bool is_of_wechat = what.scan_kind == "mini_program_code" || what.scan_kind == "link";
  how_->set_text(
      is_of_wechat
          ? words("Open WeChat on your phone, and scan this code.", "打开手机微信，扫描此码。")
          : words("Open the mini-program on a phone where you are signed in, and scan this code.",
                  "在已登录的手机上打开小程序，扫描此码。"));
  const bool is_new = !parts_.is_at(shown_);
  url_ = what.url;
  view_.show(what.picture, what.url);
  code_->set_text(what.code);
  number_->set_text(what.number);
  time_left_.start(what.expires_in_ms);
  parts_.turn_to(shown_);
  if (is_new) open_page_->grab_focus();
}

void SignInPage::end(const hufu::Result<hufu::SessionInfo>& result) {
  if (result.is(hufu::Errc::cancelled)) return;  // for the one that is shown now
  signing_in_.reset();
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
