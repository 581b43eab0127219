// POST /resend: the mail or text message of something pending, once more. The answer is the same
// where nothing is pending, and where nobody has the address.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "gotrue/body.h"
#include "gotrue/captcha.h"
#include "gotrue/email.h"
#include "gotrue/email_change.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/messages.h"
#include "gotrue/phone.h"
#include "gotrue/redirects.h"
#include "store/audit.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;

constexpr std::array kTypes = {"signup", "email_change", "sms", "phone_change"};

struct ResendWish {
  std::string type;
  /// One of them is empty.
  std::string email;
  std::string phone;
  std::string redirect_to;
};

void require_matching(const std::string& type, const std::string& email, const std::string& phone) {
  if (std::ranges::find(kTypes, type) == kTypes.end())
    throw validation_failed("Missing one of these types: signup, email_change, sms, phone_change");
  if (type == "signup" && email.empty())
    throw validation_failed("Type provided requires an email address");
  if (type == "sms" && phone.empty())
    throw validation_failed("Type provided requires a phone number");
  if (!email.empty() && !phone.empty())
    throw validation_failed("Only an email address or phone number should be provided.");
  if (email.empty() && phone.empty())
    throw validation_failed("Missing email address or phone number");
}

ResendWish read_resend(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  require_captcha(gotrue, request, body);
  const std::string email = body.optional_text("email", 1024).value_or("");
  const std::string phone = body.optional_text("phone", 64).value_or("");
  ResendWish wish;
  wish.type = body.optional_text("type", 64).value_or("");
  require_matching(wish.type, email, phone);
  if (!phone.empty() && !gotrue.oddities().admits_phones)
    throw Error(400, "phone_provider_disabled", "Phone logins are disabled");
  if (!email.empty()) wish.email = read_email(email);
  if (!phone.empty()) wish.phone = read_phone(phone);
  wish.redirect_to =
      choose_redirect(gotrue.config, request.query_value("redirect_to").value_or(""));
  return wish;
}

// Nothing: there is nothing to send.
std::optional<Sending> pending_sending(Transaction& transaction, const ResendWish& wish,
                                       const Identity& identity) {
  Sending sending;
  sending.user = find_user(transaction, identity.user_id).value();
  sending.address = identity.subject;
  sending.redirect_to = wish.redirect_to;
  if (wish.type == "signup" || wish.type == "sms") {
    if (identity.confirmed_ms != 0) return std::nullopt;
    sending.purpose = wish.type == "signup" ? Purpose::signup : Purpose::sms;
    return sending;
  }
  if (wish.type != "phone_change") return std::nullopt;
  const auto token = find_one_time_token(transaction, identity.user_id, one_time::kPhoneChange);
  if (!token || token->link_hmac.empty()) return std::nullopt;
  sending.purpose = Purpose::phone_change;
  sending.address = token->address;
  return sending;
}

void resend_change(Transaction& transaction, const Gotrue& gotrue, const ResendWish& wish,
                   const Identity& identity) {
  const auto pending = find_pending_email(transaction, identity.user_id);
  if (!pending || pending->email == identity.subject) return;
  begin_email_change(
      transaction, gotrue,
      {find_user(transaction, identity.user_id).value(), pending->email, "", wish.redirect_to});
}

// Before anything is looked up: whoever asks twice waits, also for nobody's address.
void require_pause_for(Transaction& transaction, const Gotrue& gotrue, const ResendWish& wish) {
  if (wish.type == "signup") require_pause(transaction, gotrue, Purpose::signup, wish.email);
  if (wish.type == "sms") require_pause(transaction, gotrue, Purpose::sms, wish.phone);
}

void send_again(Transaction& transaction, const Gotrue& gotrue, const ResendWish& wish) {
  require_pause_for(transaction, gotrue, wish);
  const std::optional<Identity> identity = wish.phone.empty()
                                               ? find_email_identity(transaction, wish.email)
                                               : find_phone_identity(transaction, wish.phone);
  if (!identity) return;
  if (wish.type == "email_change") return resend_change(transaction, gotrue, wish, *identity);
  const std::optional<Sending> sending = pending_sending(transaction, wish, *identity);
  if (!sending) return;
  if (sending->purpose == Purpose::phone_change)
    require_pause(transaction, gotrue, sending->purpose, identity->user_id);
  send(transaction, gotrue, *sending);
  write_audit(transaction, "code_sent", identity->user_id, identity->id, name_of(sending->purpose));
}

}  // namespace

asio::awaitable<Response> resend(Gotrue& gotrue, Request request) {
  const ResendWish wish = read_resend(gotrue, request);
  auto work = [&gotrue, wish](Transaction& transaction) { send_again(transaction, gotrue, wish); };
  co_await gotrue.database.run(std::move(work));
  co_return json_response(200, nlohmann::json::object());
}

}  // namespace hufu::mock::gotrue
