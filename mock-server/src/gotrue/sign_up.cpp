// POST /signup: an account with an e-mail address or a phone number and a password, or an anonymous
// one.
#include <nlohmann/json.hpp>
#include <optional>

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
#include "gotrue/user_answer.h"
#include "store/audit.h"
#include "store/credentials.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct SignUp {
  /// Both empty: anonymous.
  std::string email;
  std::string phone;
  std::string password;
  Json data;
  std::string challenge;
  std::string redirect_to;
  /// Of whoever asks.
  std::string from;

  bool is_anonymous() const { return email.empty() && phone.empty(); }
};

struct HashedPassword {
  std::string hash;
  /// What is kept for the address already, if it is of the same password.
  std::optional<std::string> kept;
};

void read_address(const Gotrue& gotrue, const JsonBody& body, SignUp& sign_up) {
  const std::string email = body.optional_text("email", 1024).value_or("");
  const std::string phone = body.optional_text("phone", 64).value_or("");
  if (!email.empty() && !phone.empty()) {
    throw validation_failed("Only an email address or phone number should be provided on signup.");
  }
  if (!email.empty()) sign_up.email = read_email(email);
  if (phone.empty()) return;
  if (!gotrue.oddities().admits_phones)
    throw Error(400, "phone_provider_disabled", "Phone signups are disabled");
  if (!sign_up.challenge.empty()) throw validation_failed("PKCE not supported for phone signups");
  require_phone_channel(body);
  sign_up.phone = read_phone(phone);
}

SignUp read_sign_up(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  require_captcha(gotrue, request, body);
  SignUp sign_up;
  sign_up.from = request.remote_address;
  sign_up.data = body.optional_object("data");
  if (sign_up.data.is_null()) sign_up.data = Json::object();
  sign_up.challenge = read_challenge(body.optional_text("code_challenge", 1024).value_or(""),
                                     body.optional_text("code_challenge_method", 64).value_or(""));
  sign_up.redirect_to =
      choose_redirect(gotrue.config, request.query_value("redirect_to").value_or(""));
  read_address(gotrue, body, sign_up);
  if (sign_up.is_anonymous()) return sign_up;
  sign_up.password = body.optional_text("password", 4096).value_or("");
  if (sign_up.password.empty()) throw validation_failed("Signup requires a valid password");
  require_good_password(sign_up.password, gotrue.oddities());
  return sign_up;
}

void require_open_door(const Oddities& oddities, const SignUp& sign_up) {
  if (sign_up.is_anonymous() && !oddities.admits_anonymous)
    throw Error(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
  if (!oddities.admits_new_people) throw sign_ups_disabled();
}

Json begin_session(Transaction& transaction, const Gotrue& gotrue, User user,
                   const std::string& identity_id, const SignUp& sign_up) {
  change_metadata(transaction, gotrue.config, user, sign_up.data);
  const Session session = create_session(transaction, user.id, identity_id, kPlatform,
                                         identity_id.empty() ? "anonymous" : "password");
  write_audit(transaction, "signed_in", user.id, session.id,
              identity_id.empty() ? "anonymous, new" : "password, new");
  return session_json(transaction, gotrue, session, user);
}

Json sign_up_anonymously(Transaction& transaction, const Gotrue& gotrue, const SignUp& sign_up) {
  count_sign_up(transaction, gotrue, sign_up.from);
  return begin_session(transaction, gotrue, create_user(transaction, "", ""), "", sign_up);
}

// The account is there and closed: the answer is a user without a session.
Json await_confirmation(Transaction& transaction, const Gotrue& gotrue, const Identity& identity,
                        const SignUp& sign_up) {
  Sending sending;
  sending.purpose = sign_up.phone.empty() ? Purpose::signup : Purpose::sms;
  sending.user = find_user(transaction, identity.user_id).value();
  sending.address = identity.subject;
  sending.challenge = sign_up.challenge;
  sending.redirect_to = sign_up.redirect_to;
  send(transaction, gotrue, sending);
  if (sign_up.phone.empty()) keep_pending_email(transaction, identity.user_id, identity.subject);
  write_audit(transaction, "confirmation_asked", identity.user_id, identity.id,
              identity.provider + ", sign-up");
  return user_json(transaction, sending.user);
}

// Nobody knows which of two passwords is the owner's: neither opens what the owner confirms (B15).
void keep_one_password(Transaction& transaction, const Identity& identity,
                       const HashedPassword& password) {
  if (find_password_hash(transaction, identity.id) != password.kept)
    drop_password_hash(transaction, identity.id);
}

// Who has an account is not to be heard: another message for whom none has answered yet, else
// somebody made up; and neither sooner than the other.
Json answer_unconfirmed(Transaction& transaction, const Gotrue& gotrue, const FoundIdentity& found,
                        const SignUp& sign_up, const HashedPassword& password) {
  if (found.identity.confirmed_ms != 0) {
    return made_up_user_json({found.identity.provider, found.identity.subject}, sign_up.data,
                             transaction.now_ms());
  }
  if (found.is_new) {
    keep_password_hash(transaction, found.identity.id, password.hash);
    User user = find_user(transaction, found.identity.user_id).value();
    change_metadata(transaction, gotrue.config, user, sign_up.data);
  } else {
    keep_one_password(transaction, found.identity, password);
  }
  return await_confirmation(transaction, gotrue, found.identity, sign_up);
}

bool asks_for_confirmation(const Gotrue& gotrue, const SignUp& sign_up) {
  const Oddities oddities = gotrue.oddities();
  return sign_up.email.empty() ? oddities.confirms_phone : oddities.confirms_email;
}

// Of a sign-up before, while its address waits for the owner's word.
std::optional<std::string> find_waiting_hash(Transaction& transaction, const SignUp& sign_up) {
  const std::optional<Identity> identity = sign_up.email.empty()
                                               ? find_phone_identity(transaction, sign_up.phone)
                                               : find_email_identity(transaction, sign_up.email);
  if (!identity || identity->confirmed_ms != 0) return std::nullopt;
  return find_password_hash(transaction, identity->id);
}

// As long for whoever is here as for whoever is not.
asio::awaitable<HashedPassword> hash_password_of(Gotrue& gotrue, SignUp sign_up) {
  // Before the work of hashing, so that nobody makes us do it without end.
  auto look = [&gotrue, sign_up](Transaction& transaction) {
    count_sign_up(transaction, gotrue, sign_up.from);
    return find_waiting_hash(transaction, sign_up);
  };
  const std::optional<std::string> waiting = co_await gotrue.database.run(std::move(look));
  HashedPassword password;
  if (asks_for_confirmation(gotrue, sign_up)) {
    const bool is_the_same = co_await gotrue.passwords.matches(sign_up.password, waiting);
    if (is_the_same) password.kept = waiting;
  }
  password.hash = co_await gotrue.passwords.hash(sign_up.password);
  co_return password;
}

Json sign_up_with_address(Transaction& transaction, const Gotrue& gotrue, const SignUp& sign_up,
                          const HashedPassword& password) {
  const bool is_phone = sign_up.email.empty();
  const bool confirms = asks_for_confirmation(gotrue, sign_up);
  const NewIdentity wanted = is_phone ? phone_identity(sign_up.phone, !confirms)
                                      : email_identity(sign_up.email, !confirms);
  if (confirms)
    require_pause(transaction, gotrue, is_phone ? Purpose::sms : Purpose::signup, wanted.subject);
  const FoundIdentity found = find_or_create_identity(transaction, wanted);
  if (confirms) return answer_unconfirmed(transaction, gotrue, found, sign_up, password);
  if (!found.is_new) throw Error(422, "user_already_exists", "User already registered");
  keep_password_hash(transaction, found.identity.id, password.hash);
  return begin_session(transaction, gotrue, find_user(transaction, found.identity.user_id).value(),
                       found.identity.id, sign_up);
}

}  // namespace

asio::awaitable<Response> sign_up(Gotrue& gotrue, Request request) {
  const SignUp sign_up = read_sign_up(gotrue, request);
  require_open_door(gotrue.oddities(), sign_up);
  if (sign_up.is_anonymous()) {
    auto anonymous = [&gotrue, sign_up](Transaction& transaction) {
      return sign_up_anonymously(transaction, gotrue, sign_up);
    };
    const Json session = co_await gotrue.database.run(std::move(anonymous));
    co_return json_response(200, session);
  }
  const Passwords::Place place(gotrue.passwords, sign_up.from);
  const HashedPassword password = co_await hash_password_of(gotrue, sign_up);
  auto work = [&gotrue, sign_up, password](Transaction& transaction) {
    return sign_up_with_address(transaction, gotrue, sign_up, password);
  };
  const Json answer = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::gotrue
