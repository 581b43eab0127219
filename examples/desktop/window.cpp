#include "window.h"

#include "look.h"
#include "words.h"

namespace desktop {
namespace {

constexpr int kWidth = 460;
constexpr int kHeight = 700;
constexpr int kGap = 12;
constexpr const char* kName = "Hufu";

}  // namespace

Window::Window(Account& account)
    : account_(account),
      title_(kName),
      column_(Gtk::Orientation::VERTICAL),
      opening_(Gtk::Orientation::VERTICAL),
      sign_in_(account),
      profile_(account),
      bind_(account) {
  set_title(kName);
  set_default_size(kWidth, kHeight);
  build_header();
  build_notice();

  opening_.set_valign(Gtk::Align::CENTER);
  add_waiting(opening_, words("Opening the stored session", "正在打开已保存的会话"));
  pages_.add(profile_, "profile", words("_Profile", "账号(_P)"))->set_use_underline();
  pages_.add(bind_, "bind", words("_Bind", "绑定(_B)"))->set_use_underline();
  pages_.set_vhomogeneous(false);
  pages_.set_hhomogeneous(false);  // GTK 4.8 takes them together for twice as wide as the widest
  switcher_.set_stack(pages_);
  set_spoken_name(switcher_, words("Pages", "页面"));
  // Not in the header: beside the window's buttons it is wider than the window, which would jump.
  switcher_.set_halign(Gtk::Align::CENTER);
  switcher_.set_margin(kGap);
  switcher_.set_visible(false);
  for (Gtk::Widget* part : std::initializer_list<Gtk::Widget*>{&opening_, &sign_in_, &pages_}) {
    part->set_vexpand();
    whole_.add(*part);
  }
  whole_.turn_to(opening_);
  whole_.set_vexpand();
  scrolled_.set_policy(Gtk::PolicyType::NEVER, Gtk::PolicyType::AUTOMATIC);
  scrolled_.set_child(whole_);
  column_.append(switcher_);
  column_.append(scrolled_);
  set_child(column_);

  sign_in_.on_signed_in = [this](const hufu::SessionInfo&) { show_signed_in(); };
  profile_.on_profile = [this](const hufu::Profile& profile) {
    set_title(profile.nickname.empty() ? kName : profile.nickname + " \u2013 " + kName);
    bind_.set_profile(profile);
  };
  bind_.on_joined = [this] {
    notice_.set_visible(false);
    profile_.load();
  };
  sign_in_.on_trouble = profile_.on_trouble =
      bind_.on_trouble = [this](const Glib::ustring& sentence) { say(sentence); };
  account_.on_warning = [this](const std::string& sentence) { say(sentence); };
  account_.on_ended = [this] {
    if (!whole_.is_at(pages_)) return;
    show_signed_out();
    if (!profile_.is_leaving())
      say(words("The session has ended. Sign in again.", "会话已结束，请重新登录。"));
  };
  account_.open([this](const hufu::Result<hufu::SessionInfo>& session) { begin(session); });
}

void Window::build_header() {
  header_.set_title_widget(title_);
  title_.add_css_class("heading");
  dark_.set_icon_name("weather-clear-night-symbolic");
  dark_.set_tooltip_text(words("Dark colours", "深色"));
  set_spoken_name(dark_, words("Dark colours", "深色"));
  const auto settings = Gtk::Settings::get_default();
  dark_.set_active(settings->property_gtk_application_prefer_dark_theme());
  dark_.signal_toggled().connect([this, settings] {
    settings->property_gtk_application_prefer_dark_theme() = dark_.get_active();
  });
  header_.pack_end(dark_);
  set_titlebar(header_);
}

void Window::build_notice() {
  notice_.set_spacing(12);
  notice_.set_visible(false);
  notice_.add_css_class("notice");
  sentence_.set_wrap();
  sentence_.set_hexpand();
  sentence_.set_xalign(0);
  notice_.append(sentence_);
  auto& close = *Gtk::make_managed<Gtk::Button>();
  close.set_icon_name("window-close-symbolic");
  close.add_css_class("flat");
  close.set_valign(Gtk::Align::CENTER);
  set_spoken_name(close, words("Close this message", "关闭此消息"));
  close.signal_clicked().connect([this] { notice_.set_visible(false); });
  notice_.append(close);
  column_.append(notice_);
}

void Window::begin(const hufu::Result<hufu::SessionInfo>& session) {
  if (!session) {
    opening_.set_visible(false);
    say(words(session.error()));
  } else if (session->state == hufu::SessionState::signed_in) {
    show_signed_in();
  } else {
    show_signed_out();
  }
}

void Window::show_signed_in() {
  notice_.set_visible(false);
  switcher_.set_visible();
  pages_.set_visible_child("profile");
  whole_.turn_to(pages_);
  profile_.load();
}

void Window::show_signed_out() {
  set_title(kName);
  switcher_.set_visible(false);
  bind_.reset();
  whole_.turn_to(sign_in_);
  sign_in_.start();
}

void Window::say(const Glib::ustring& sentence) {
  sentence_.set_text(sentence);
  notice_.set_visible();
}

}  // namespace desktop
