// POST /otp and /magiclink: a code and a link, by mail or by text message. Who has no account gets
// one, unless it is not wanted.
#include <nlohmann/json.hpp>

#include "gotrue/body.h"
#include "gotrue/captcha.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"
#include "gotrue/messages.h"
#include "gotrue/metadata.h"
#include "gotrue/phone.h"
#include "gotrue/pkce.h"
#include "gotrue/redirects.h"
#include "store/audit.h"
#include "store/credentials.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct OtpWish {
  /// One of them is empty.
  std::string email;
  std::string phone;
  bool creates_user = true;
  Json data;
  std::string challenge;
  std::string redirect_to;
  /// Of whoever asks.
  std::string from;
};

OtpWish read_common(const Gotrue& gotrue, const Request& request, const JsonBody& body) {
  OtpWish wish;
  wish.data = body.optional_object("data");
  if (wish.data.is_null()) wish.data = Json::object();
  wish.challenge = read_challenge(body.optional_text("code_challenge", 1024).value_or(""),
                                  body.optional_text("code_challenge_method", 64).value_or(""));
  wish.redirect_to =
      choose_redirect(gotrue.config, request.query_value("redirect_to").value_or(""));
  wish.from = request.remote_address;
  return wish;
}

void read_phone_wish(const Gotrue& gotrue, const JsonBody& body, const std::string& phone,
                     OtpWish& wish) {
  if (!gotrue.oddities().admits_phones)
    throw Error(400, "phone_provider_disabled", "Unsupported phone provider");
  require_phone_channel(body);
  wish.phone = read_phone(phone);
}

OtpWish read_otp(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  require_captcha(gotrue, request, body);
  const std::string email = body.optional_text("email", 1024).value_or("");
  const std::string phone = body.optional_text("phone", 64).value_or("");
  if (!email.empty() && !phone.empty())
    throw validation_failed("Only an email address or phone number should be provided");
  if (!email.empty() && !body.optional_text("channel", 32).value_or("").empty())
    throw validation_failed("Channel should only be specified with Phone OTP");
  OtpWish wish = read_common(gotrue, request, body);
  wish.creates_user = body.flag_or("create_user", true);
  if (email.empty() && phone.empty()) throw validation_failed("One of email or phone must be set");
  if (!email.empty()) wish.email = read_email(email);
  if (!phone.empty()) read_phone_wish(gotrue, body, phone, wish);
  return wish;
}

OtpWish read_magic_link(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  require_captcha(gotrue, request, body);
  const std::string email = body.optional_text("email", 1024).value_or("");
  if (email.empty()) throw validation_failed("Password recovery requires an email");
  OtpWish wish = read_common(gotrue, request, body);
  wish.email = read_email(email);
  return wish;
}

NewIdentity wanted_identity(const Gotrue& gotrue, const OtpWish& wish) {
  const Oddities oddities = gotrue.oddities();
  return wish.phone.empty() ? email_identity(wish.email, !oddities.confirms_email)
                            : phone_identity(wish.phone, !oddities.confirms_phone);
}

Identity reach_or_make(Transaction& transaction, const Gotrue& gotrue, const OtpWish& wish) {
  const NewIdentity wanted = wanted_identity(gotrue, wish);
  if (const auto known =
          find_identity_by_subject(transaction, wanted.provider, wanted.app_id, wanted.subject))
    return *known;
  if (!wish.creates_user) throw Error(422, "otp_disabled", "Signups not allowed for otp");
  if (!gotrue.oddities().admits_new_people) throw sign_ups_disabled();
  count_sign_up(transaction, gotrue, wish.from);
  const Identity identity = find_or_create_identity(transaction, wanted).identity;
  User user = find_user(transaction, identity.user_id).value();
  change_metadata(transaction, gotrue.config, user, wish.data);
  return identity;
}

// A password that came before anybody proved the address is no reason to ask for the confirmation
// of a sign-up: whoever answers takes the account without it (B15).
Purpose purpose_for(Transaction& transaction, const OtpWish& wish, const Identity& identity) {
  if (wish.email.empty()) return Purpose::sms;
  if (identity.confirmed_ms != 0) return Purpose::magiclink;
  return find_password_hash(transaction, identity.id) ? Purpose::magiclink : Purpose::signup;
}

// Of one kind whatever the message will be, and before anybody is looked for or made: else how soon
// one may ask again, or for a new password, tells who was there (B25).
void require_pause_for(Transaction& transaction, const Gotrue& gotrue, const OtpWish& wish) {
  if (wish.phone.empty()) return require_pause(transaction, gotrue, Purpose::magiclink, wish.email);
  require_pause(transaction, gotrue, Purpose::sms, wish.phone);
}

void send_code(Transaction& transaction, const Gotrue& gotrue, const OtpWish& wish) {
  require_pause_for(transaction, gotrue, wish);
  const Identity identity = reach_or_make(transaction, gotrue, wish);
  Sending sending;
  sending.purpose = purpose_for(transaction, wish, identity);
  sending.user = find_user(transaction, identity.user_id).value();
  sending.address = identity.subject;
  sending.challenge = wish.challenge;
  sending.redirect_to = wish.redirect_to;
  if (sending.purpose == Purpose::signup)
    keep_pending_email(transaction, identity.user_id, identity.subject);
  // The code of a sign-up is of the same kind: the password that nobody has proved goes before
  // (B15).
  if (sending.purpose == Purpose::sms && identity.confirmed_ms == 0)
    drop_password_hash(transaction, identity.id);
  send(transaction, gotrue, sending);
  write_audit(transaction, "code_sent", identity.user_id, identity.id, name_of(sending.purpose));
}

asio::awaitable<Response> send_for(Gotrue& gotrue, OtpWish wish) {
  auto work = [&gotrue, wish](Transaction& transaction) { send_code(transaction, gotrue, wish); };
  co_await gotrue.database.run(std::move(work));
  co_return json_response(200, Json::object());
}

}  // namespace

asio::awaitable<Response> send_otp(Gotrue& gotrue, Request request) {
  OtpWish wish = read_otp(gotrue, request);
  co_return co_await send_for(gotrue, std::move(wish));
}

asio::awaitable<Response> send_magic_link(Gotrue& gotrue, Request request) {
  OtpWish wish = read_magic_link(gotrue, request);
  co_return co_await send_for(gotrue, std::move(wish));
}

}  // namespace hufu::mock::gotrue
