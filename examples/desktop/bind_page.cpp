#include "bind_page.h"

#include <algorithm>

#include "look.h"
#include "words.h"

namespace desktop {
namespace {

constexpr int kGap = 16;
constexpr int kCodeSide = 232;

bool has(const hufu::Profile& profile, const std::string& provider) {
  return std::any_of(profile.identities.begin(), profile.identities.end(),
                     [&](const hufu::Identity& each) { return each.provider == provider; });
}

Glib::ustring described(const hufu::Binding& binding) {
  if (!binding.preview || binding.preview->nickname.empty()) return words("Somebody", "有人");
  return binding.preview->nickname + " (" + binding.preview->platform + ")";
}

}  // namespace

BindPage::BindPage(Account& account)
    : Gtk::Box(Gtk::Orientation::VERTICAL, kGap),
      account_(account),
      start_(Gtk::Orientation::VERTICAL, kGap),
      shown_(Gtk::Orientation::VERTICAL, kGap),
      asked_(Gtk::Orientation::VERTICAL, kGap),
      offered_(Gtk::Orientation::VERTICAL, kGap),
      accepted_(Gtk::Orientation::VERTICAL, kGap),
      joined_(Gtk::Orientation::VERTICAL, kGap),
      view_(kCodeSide, words("QR code of the bind code", "绑定码的二维码")) {
  add_css_class("page");
  add_text(*this, words("Join your two accounts", "绑定两个账号"), "title");
  append(parts_);
  for (Gtk::Box* part : {&start_, &shown_, &asked_, &offered_, &accepted_, &joined_})
    parts_.add(*part);
  build_start();
  build_shown();
  build_asked();
  build_offered();
  build_accepted();
  parts_.turn_to(start_);
  Gtk::Box& card = add_card(joined_);
  add_text(card, words("Joined", "绑定完成"), "heading");
  add_text(card, words("WeChat and the web are one person here.", "微信和网页现在是同一个账号。"),
           "quiet");
}

void BindPage::build_start() {
  add_text(
      start_,
      words("The account in WeChat and the one on the web become one. Both sides have to agree.",
            "微信里的账号和网页上的账号合为一个，两边都要同意。"),
      "quiet");
  Gtk::Box& ours = add_card(start_);
  add_text(ours, words("Start here", "从这里开始"), "heading");
  add_text(ours, words("Show a code, and type it on the other side.", "显示绑定码，在另一端输入。"),
           "quiet");
  issue_ = &add_button(ours, words("Show a _code", "显示绑定码(_C)"), "suggested-action");
  issue_->signal_clicked().connect([this] { issue(); });

  Gtk::Box& theirs = add_card(start_);
  add_text(theirs, words("Or go on here", "或从另一端开始"), "heading");
  typed_ = &add_entry(theirs, words("Code that the other side _shows", "另一端显示的绑定码(_S)"));
  typed_->set_placeholder_text("XXXXX-XXXXX");
  redeem_ = &add_button(theirs, words("Con_tinue", "继续(_T)"));
  redeem_->set_sensitive(false);
  typed_->signal_changed().connect([this] { redeem_->set_sensitive(!typed_->get_text().empty()); });
  typed_->signal_activate().connect([this] { redeem(); });
  redeem_->signal_clicked().connect([this] { redeem(); });
}

void BindPage::build_shown() {
  Gtk::Box& card = add_card(shown_);
  card.append(view_);
  add_text(card, words("Bind code", "绑定码"), "caption");
  code_ = &add_text(card, "", "code");
  code_->set_selectable();
  card.append(time_left_);
  add_waiting(card, words("Waiting for the other side", "等待另一端"));
  add_button(card, words("_Cancel", "取消(_C)"), "flat").signal_clicked().connect([this] {
    decline();
  });
}

void BindPage::build_asked() {
  Gtk::Box& card = add_card(asked_);
  who_asks_ = &add_text(card, "", "heading");
  typed_number_ =
      &add_entry(card, words("N_umber that the other side shows", "另一端显示的数字(_U)"));
  typed_number_->set_max_length(2);
  typed_number_->set_input_purpose(Gtk::InputPurpose::DIGITS);
  typed_number_->signal_activate().connect([this] { confirm(); });
  add_button(card, words("_Join", "绑定(_J)"), "suggested-action").signal_clicked().connect([this] {
    confirm();
  });
  add_button(card, words("_Decline", "拒绝(_D)"), "flat").signal_clicked().connect([this] {
    decline();
  });
}

void BindPage::build_offered() {
  Gtk::Box& card = add_card(offered_);
  who_offers_ = &add_text(card, "", "heading");
  add_text(card, words("Join only an account of your own.", "只绑定你自己的账号。"), "quiet");
  accept_ = &add_button(card, words("_Join", "绑定(_J)"), "suggested-action");
  accept_->signal_clicked().connect([this] { accept(); });
  add_button(card, words("_Decline", "拒绝(_D)"), "flat").signal_clicked().connect([this] {
    decline();
  });
}

void BindPage::build_accepted() {
  Gtk::Box& card = add_card(accepted_);
  add_text(card, words("Type this number on the other side", "在另一端输入这个数字"), "heading");
  number_ = &add_text(card, "", "number");
  add_waiting(card, words("Waiting for the other side", "等待另一端"));
  add_button(card, words("_Cancel", "取消(_C)"), "flat").signal_clicked().connect([this] {
    decline();
  });
}

void BindPage::set_profile(const hufu::Profile& profile) {
  other_half_ = has(profile, "wechat") ? "web" : "wechat";
  if (has(profile, "wechat") && has(profile, "clerk")) {
    parts_.turn_to(joined_);
  } else if (parts_.is_at(joined_)) {
    parts_.turn_to(start_);
  }
}

void BindPage::reset() {
  if (waiting_) account_.cancel(*waiting_);
  waiting_.reset();
  time_left_.stop();
  binding_ = {};
  typed_->set_text("");
  parts_.turn_to(start_);
}

void BindPage::issue() {
  issue_->set_sensitive(false);
  account_.ask(hufu::CreateBindCode{.target = other_half_},
               [this](const hufu::Result<hufu::BindCode>& code) {
                 issue_->set_sensitive(true);
                 if (!code) return fail(code.error());
                 show_code(*code);
               });
}

void BindPage::show_code(const hufu::BindCode& code) {
  view_.show(code.picture, code.qr);
  code_->set_text(code.bind_code);
  time_left_.start(code.expires_in_ms);
  parts_.turn_to(shown_);
  binding_ = {};
  binding_.binding_id = code.binding_id;
  binding_.state = "issued";
  if (code.scan_kind == "link") binding_.url = code.url;
  wait_for_other(binding_);
}

void BindPage::wait_for_other(const hufu::Binding& binding) {
  binding_ = binding;
  if (binding.state == "accepted" && binding.role == "issuer") {
    who_asks_->set_text(described(binding) + words(" wants to join", " 请求绑定"));
    typed_number_->set_text("");
    parts_.turn_to(asked_);
    typed_number_->grab_focus();
    return;
  }
  if (binding.state == "confirmed") return end_joined();
  if (!binding.url.empty()) view_.show({}, binding.url);  // another one each minute
  waiting_ = account_.ask(
      hufu::WaitForBinding{
          .binding_id = binding.binding_id, .since = binding.state, .url = binding.url},
      [this](const hufu::Result<hufu::Binding>& next) {
        if (!std::exchange(waiting_, std::nullopt)) return;  // given up meanwhile
        if (!next) return fail(next.error());
        wait_for_other(*next);
      });
}

void BindPage::confirm() {
  account_.ask(
      hufu::ConfirmBinding{.binding_id = binding_.binding_id, .number = typed_number_->get_text()},
      [this](const hufu::Result<hufu::Binding>& confirmed) {
        if (confirmed) return end_joined();
        if (!confirmed.is(hufu::Errc::wrong_number)) return fail(confirmed.error());
        if (on_trouble)
          on_trouble(words("That is not the number that it shows. Look again.",
                           "数字与另一端显示的不一致，请再看一眼。"));
        typed_number_->grab_focus();
      });
}

void BindPage::redeem() {
  if (typed_->get_text().empty()) return;
  redeem_->set_sensitive(false);
  account_.ask(hufu::RedeemBindCode{.bind_code = hufu::Secret(std::string(typed_->get_text())),
                                    .platform = other_half_},
               [this](const hufu::Result<hufu::Binding>& found) {
                 redeem_->set_sensitive(true);
                 if (!found) return fail(found.error());
                 if (found->state == "already_linked") return end_joined();
                 binding_ = *found;
                 who_offers_->set_text(words("The code is of ", "绑定码来自 ") + described(*found));
                 parts_.turn_to(offered_);
                 accept_->grab_focus();
               });
}

void BindPage::accept() {
  account_.ask(hufu::AcceptBinding{.binding_id = binding_.binding_id},
               [this](const hufu::Result<hufu::Binding>& accepted) {
                 if (!accepted) return fail(accepted.error());
                 binding_.state = accepted->state;  // an answer about a step names no binding
                 number_->set_text(accepted->number);
                 parts_.turn_to(accepted_);
                 wait_for_other(binding_);
               });
}

void BindPage::decline() {
  const std::string id = binding_.binding_id;
  reset();
  account_.ask(hufu::DeclineBinding{.binding_id = id}, [](const hufu::Result<hufu::Nothing>&) {
    // Nobody waits for it: a code that was not declined runs out.
  });
}

void BindPage::end_joined() {
  reset();
  parts_.turn_to(joined_);
  if (on_joined) on_joined();
}

void BindPage::fail(const hufu::Error& error) {
  reset();
  if (on_trouble) on_trouble(words(error));
}

}  // namespace desktop
