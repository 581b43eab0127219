// A message of the inbox in words.
#include "gotrue/letter.h"

#include <optional>

#include "http/errors.h"
#include "pages/html.h"
#include "pages/page.h"

namespace hufu::mock::gotrue {
namespace {

struct Template {
  std::string_view kind;
  TextName subject;
  TextName sentence;
  /// Of what has a link.
  std::optional<TextName> button;
};

const Template kTemplates[] = {
    {"signup", "mail_signup_subject", "mail_signup", TextName("mail_signup_button")},
    {"invite", "mail_invite_subject", "mail_invite", TextName("mail_invite_button")},
    {"magiclink", "mail_magiclink_subject", "mail_magiclink", TextName("mail_magiclink_button")},
    {"recovery", "mail_recovery_subject", "mail_recovery", TextName("mail_recovery_button")},
    {"email_change_current", "mail_change_subject", "mail_change", TextName("mail_change_button")},
    {"email_change_new", "mail_change_subject", "mail_change", TextName("mail_change_button")},
    {"reauthentication", "mail_nonce_subject", "mail_nonce", std::nullopt},
    {"sms", "mail_nonce_subject", "sms_code", std::nullopt},
    {"phone_change", "mail_nonce_subject", "sms_code", std::nullopt},
};

const Template& template_of(const Message& message) {
  for (const Template& each : kTemplates) {
    if (each.kind == message.kind) return each;
  }
  throw std::logic_error("a message of a kind that has no words");
}

/// The same sentences as text and as HTML: what differs is how the words of others stand in them.
class Writer {
 public:
  Writer(const Message& message, const Words& say, bool is_html)
      : message_(message), say_(say), is_html_(is_html) {}

  std::string greeting() const {
    return message_.name.empty() ? say_("mail_hello_nobody")
                                 : say_("mail_hello", {{"name", foreign(message_.name)}});
  }
  std::string sentence(const Template& chosen) const {
    if (chosen.kind.starts_with("email_change")) return change();
    return say_(chosen.sentence, {{"address", foreign(message_.address)}, {"code", message_.code}});
  }

 private:
  std::string change() const {
    const std::string to = foreign(message_.new_address);
    if (message_.old_address.empty()) return say_("mail_change_first", {{"new", to}});
    const std::string change =
        say_("mail_change", {{"old", foreign(message_.old_address)}, {"new", to}});
    const bool is_first_of_two = message_.kind == "email_change_current";
    return is_first_of_two ? change + between_ + say_("mail_change_both") : change;
  }
  // A name in Arabic or Hebrew leaves the sentence around it as it is.
  std::string foreign(const std::string& text) const {
    return is_html_ ? "<bdi>" + escape_html(text) + "</bdi>" : text;
  }

  const Message& message_;
  const Words& say_;
  bool is_html_;
  // Sentences in Chinese stand without a blank between them.
  std::string between_ = say_.language() == Language::en ? " " : "";
};

std::string paragraph(const std::string& html) { return "<p>" + html + "</p>\n"; }

std::string written(const Message& message, const Words& say, const Template& chosen) {
  const Writer write(message, say, false);
  if (message.channel == "sms") return write.sentence(chosen) + "\n";
  std::string text = write.greeting() + "\n\n" + write.sentence(chosen) + "\n\n";
  if (!message.link.empty()) text += message.link + "\n\n" + say("mail_code") + " ";
  return text + message.code + "\n\n" + say("mail_life") + "\n";
}

std::string drawn(const Message& message, const Words& say, const Template& chosen) {
  const Writer write(message, say, true);
  if (message.channel == "sms") return paragraph(write.sentence(chosen));
  std::string html = "<h1>" + say(chosen.subject) + "</h1>\n" + paragraph(write.greeting()) +
                     paragraph(write.sentence(chosen));
  if (chosen.button && !message.link.empty()) {
    html += paragraph("<a class=\"go\" href=\"" + escape_html(message.link) + "\">" +
                      say(*chosen.button) + "</a>") +
            paragraph(say("mail_code"));
  }
  return html + "<p class=\"code\">" + message.code + "</p>\n<p><small>" + say("mail_life") +
         "</small></p>\n";
}

}  // namespace

Letter letter_of(const Message& message, const Words& say) {
  const Template& chosen = template_of(message);
  return {message.channel == "sms" ? "" : say(chosen.subject), written(message, say, chosen),
          drawn(message, say, chosen)};
}

Response letter_page(const Letter& letter, const Words& say) {
  return page_response(
      200, say,
      {.title = letter.subject.empty() ? say("mail_nonce_subject") : letter.subject,
       .content = letter.content,
       .policy = "default-src 'none'; base-uri 'none'; form-action 'none'; "
                 "frame-ancestors 'none'"});
}

}  // namespace hufu::mock::gotrue
