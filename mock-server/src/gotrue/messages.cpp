// Mails and text messages.
#include "gotrue/messages.h"

#include <algorithm>
#include <array>

#include "gotrue/errors.h"
#include "http/message.h"
#include "people/limits.h"
#include "store/attempts.h"
#include "store/inbox.h"

namespace hufu::mock::gotrue {
namespace {

struct PurposeRow {
  const char* name;
  /// Which of the person's codes it is: a new one takes the place of the one before.
  const char* kind;
  const char* verification_type;
};

// In the order of `Purpose`.
constexpr std::array<PurposeRow, 9> kPurposes = {{
    {"signup", one_time::kConfirmation, "signup"},
    {"invite", one_time::kConfirmation, "invite"},
    {"magiclink", one_time::kRecovery, "magiclink"},
    {"recovery", one_time::kRecovery, "recovery"},
    {"email_change_current", one_time::kEmailChangeCurrent, "email_change"},
    {"email_change_new", one_time::kEmailChangeNew, "email_change"},
    {"reauthentication", one_time::kReauthentication, ""},
    {"sms", one_time::kPhone, ""},
    {"phone_change", one_time::kPhoneChange, ""},
}};

const PurposeRow& row_of(Purpose purpose) {
  return kPurposes.at(static_cast<std::size_t>(purpose));
}

bool is_telephone(const std::string& address) {
  return std::ranges::all_of(address, [](char symbol) { return symbol >= '0' && symbol <= '9'; });
}

Error too_soon(bool is_text_message, WallMs wait_ms) {
  const int seconds = retry_after_seconds(wait_ms);
  Error error(429, is_text_message ? "over_sms_send_rate_limit" : "over_email_send_rate_limit",
              "For security purposes, you can only request this after " + std::to_string(seconds) +
                  " seconds.");
  error.retry_after = seconds;
  return error;
}

}  // namespace

OneTimeSecrets send(Transaction& transaction, const Gotrue& gotrue, const Sending& sending) {
  const PurposeRow& row = row_of(sending.purpose);
  OneTimeSecrets secrets = issue_one_time(
      transaction, gotrue,
      {sending.user.id, row.kind, sending.address, sending.challenge, sending.redirect_to});
  // Without the control surface nobody could read it, and codes would lie there in plain text.
  if (!gotrue.config.control) return secrets;
  Message message;
  message.address = sending.address;
  message.channel = is_telephone(sending.address) ? "sms" : "email";
  message.kind = row.name;
  message.code = secrets.digits;
  if (*row.verification_type != '\0') {
    message.link_token = secrets.link_token;
    message.link = link_of(gotrue, sending.purpose, secrets.link_token, sending.redirect_to);
  }
  message.name = sending.user.nickname;
  message.old_address = sending.old_address;
  message.new_address = sending.new_address;
  message.sent_ms = transaction.now_ms();
  put_in_inbox(transaction, message);
  return secrets;
}

void require_pause(Transaction& transaction, const Gotrue& gotrue, Purpose purpose,
                   const std::string& subject) {
  const WallMs interval_ms = WallMs{gotrue.oddities().send_interval_s} * 1000;
  if (!gotrue.config.limits || interval_ms == 0) return;
  const Limit limit{std::string("gotrue-send-") + row_of(purpose).kind, 1, interval_ms};
  const WallMs wait_ms = wait_for_attempt_ms(transaction, limit, subject);
  const bool is_text_message = purpose == Purpose::phone_change || is_telephone(subject);
  if (wait_ms > 0) throw too_soon(is_text_message, wait_ms);
  count_attempt(transaction, limit.kind, subject);
}

std::string verify_link(const Gotrue& gotrue, Purpose purpose, const std::string& link_token,
                        const std::string& redirect_to) {
  // As the real server: escaped only where it has to be.
  const bool is_plain = redirect_to.find_first_of("&=#+%") == std::string::npos;
  return gotrue.issuer() + "/verify?token=" + link_token +
         "&type=" + verification_type_of(purpose) +
         "&redirect_to=" + (is_plain ? redirect_to : encode_percent(redirect_to));
}

std::string link_of(const Gotrue& gotrue, Purpose purpose, const std::string& link_token,
                    const std::string& redirect_to) {
  if (gotrue.oddities().mail_template == MailTemplate::plain)
    return verify_link(gotrue, purpose, link_token, redirect_to);
  const std::string& site = gotrue.config.site_url;
  const std::string page =
      site + "/auth/confirm?token_hash=" + link_token + "&type=" + verification_type_of(purpose);
  return redirect_to == site ? page : page + "&next=" + encode_percent(redirect_to);
}

const char* name_of(Purpose purpose) { return row_of(purpose).name; }

const char* kind_of(Purpose purpose) { return row_of(purpose).kind; }

const char* verification_type_of(Purpose purpose) { return row_of(purpose).verification_type; }

}  // namespace hufu::mock::gotrue
