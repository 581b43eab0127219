#include "profile_page.h"

#include "look.h"
#include "words.h"

namespace desktop {
namespace {

constexpr int kGap = 16;
constexpr int kMostLetters = 32;

Glib::ustring name_of(const std::string& provider) {
  if (provider == "wechat") return words("WeChat", "微信");
  if (provider == "clerk") return words("Web account", "网页账号");
  return provider;
}

}  // namespace

ProfilePage::ProfilePage(Account& account)
    : Gtk::Box(Gtk::Orientation::VERTICAL, kGap),
      account_(account),
      stays_(Gtk::Orientation::VERTICAL),
      leaves_(Gtk::Orientation::VERTICAL, kGap) {
  add_css_class("page");
  face_ = &add_text(*this, "", "face");
  face_->set_halign(Gtk::Align::CENTER);
  name_ = &add_text(*this, "", "title");
  ways_ = &add_row(*this);

  Gtk::Box& card = add_card(*this);
  entry_ = &add_entry(card, words("_Nickname", "昵称(_N)"));
  entry_->set_max_length(kMostLetters);
  entry_->signal_changed().connect([this] { save_->set_sensitive(is_changed()); });
  entry_->signal_activate().connect([this] { save(); });
  save_ = &add_button(card, words("_Save", "保存(_S)"), "suggested-action");
  save_->signal_clicked().connect([this] { save(); });
  told_ = &add_text(card, "", "quiet");
  told_->hide();

  auto& space = *Gtk::make_managed<Gtk::Box>();
  space.set_vexpand();
  append(space);
  append(leaving_);
  build_leaving();
}

void ProfilePage::build_leaving() {
  leaving_.add(stays_);
  leaving_.add(leaves_);
  stays_.set_halign(Gtk::Align::CENTER);
  add_button(stays_, words("Sign _out", "退出登录(_O)"), "flat").signal_clicked().connect([this] {
    leaving_.turn_to(leaves_);
    cancel_->grab_focus();
  });
  leaves_.set_halign(Gtk::Align::CENTER);
  add_text(leaves_, words("Sign out on this computer?", "在这台电脑上退出登录？"));
  Gtk::Box& answers = add_row(leaves_);
  cancel_ = &add_button(answers, words("_Cancel", "取消(_C)"));
  cancel_->signal_clicked().connect([this] { leaving_.turn_to(stays_); });
  sign_out_ = &add_button(answers, words("Sign _out", "退出登录(_O)"), "destructive-action");
  sign_out_->signal_clicked().connect([this] { sign_out(); });
  leaving_.turn_to(stays_);
}

void ProfilePage::load() {
  is_leaving_ = false;
  told_->hide();
  account_.ask(hufu::FetchProfile{}, [this](const hufu::Result<hufu::Profile>& result) {
    if (result) return show_profile(*result);
    if (on_trouble) on_trouble(words(result.error()));
  });
}

void ProfilePage::show_profile(const hufu::Profile& profile) {
  saved_ = profile.nickname;
  name_->set_text(saved_.empty() ? words("Nameless", "未命名") : saved_);
  face_->set_text(saved_.empty() ? "?" : saved_.substr(0, 1).uppercase());
  set_spoken_name(*face_, words("Picture of ", "头像：") + name_->get_text());
  entry_->set_text(saved_);
  save_->set_sensitive(false);
  while (Gtk::Widget* way = ways_->get_first_child())
    ways_->remove(*way);
  for (const hufu::Identity& identity : profile.identities)
    add_text(*ways_, name_of(identity.provider), "chip");
  if (on_profile) on_profile(profile);
}

void ProfilePage::save() {
  if (!is_changed() || !entry_->get_sensitive()) return;
  told_->hide();
  entry_->set_sensitive(false);
  save_->set_sensitive(false);
  account_.ask(hufu::UpdateProfile{.nickname = entry_->get_text()},
               [this](const hufu::Result<hufu::Profile>& result) { end_saving(result); });
}

void ProfilePage::end_saving(const hufu::Result<hufu::Profile>& result) {
  entry_->set_sensitive(true);
  entry_->grab_focus();
  if (result) {
    show_profile(*result);
    told_->set_text(words("Saved.", "已保存。"));
    told_->show();
  } else {
    save_->set_sensitive(is_changed());
    if (on_trouble) on_trouble(words(result.error()));
  }
}

void ProfilePage::sign_out() {
  is_leaving_ = true;
  sign_out_->set_sensitive(false);
  account_.ask(hufu::SignOut{}, [this](const hufu::Result<hufu::Nothing>& result) {
    sign_out_->set_sensitive(true);
    leaving_.turn_to(stays_);
    // Here the session is over in any case; that the server did not hear of it should be known.
    if (!result && on_trouble) on_trouble(words(result.error()));
  });
}

}  // namespace desktop
