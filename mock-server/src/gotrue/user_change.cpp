// PUT /user: another e-mail, phone or password, other data. An anonymous user becomes a permanent
// one by getting an address.
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "gotrue/accounts.h"
#include "gotrue/assurance.h"
#include "gotrue/body.h"
#include "gotrue/caller.h"
#include "gotrue/email.h"
#include "gotrue/email_change.h"
#include "gotrue/errors.h"
#include "gotrue/metadata.h"
#include "gotrue/password_home.h"
#include "gotrue/phone.h"
#include "gotrue/phone_change.h"
#include "gotrue/pkce.h"
#include "gotrue/reauthentication.h"
#include "gotrue/redirects.h"
#include "gotrue/user_answer.h"
#include "people/revocation.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// What a wrong nonce counts has to be committed.
using Outcome = std::variant<Json, Error>;

struct Change {
  std::string token;
  /// Of whoever asks.
  std::string from;
  /// Empty: stays.
  std::string email;
  std::string phone;
  std::string password;
  /// Of `password`.
  std::string hash;
  std::string nonce;
  Json data;
  std::string challenge;
  std::string redirect_to;
};

std::string read_new_phone(const Gotrue& gotrue, const JsonBody& body) {
  const std::string phone = body.optional_text("phone", 64).value_or("");
  if (phone.empty()) return "";
  if (!gotrue.oddities().admits_phones)
    throw Error(400, "phone_provider_disabled", "Phone numbers come from WeChat here");
  require_phone_channel(body);
  return read_phone(phone);
}

Change read_change(const Gotrue& gotrue, const Request& request) {
  Change change;
  change.token = read_token(request);
  change.from = request.remote_address;
  const JsonBody body = read_body(request);
  if (!body.optional_object("app_metadata").is_null())
    throw Error(403, "not_admin", "Updating app_metadata requires admin privileges");
  change.phone = read_new_phone(gotrue, body);
  const std::string email = body.optional_text("email", 1024).value_or("");
  if (!email.empty()) change.email = read_email(email);
  change.password = body.optional_text("password", 4096).value_or("");
  if (!change.password.empty()) require_good_password(change.password, gotrue.oddities());
  change.nonce = body.optional_text("nonce", 64).value_or("");
  change.data = body.optional_object("data");
  change.challenge = read_challenge(body.optional_text("code_challenge", 1024).value_or(""),
                                    body.optional_text("code_challenge_method", 64).value_or(""));
  change.redirect_to =
      choose_redirect(gotrue.config, request.query_value("redirect_to").value_or(""));
  return change;
}

bool is_other(const std::optional<Identity>& identity, const std::string& wanted) {
  return !wanted.empty() && !(identity && identity->subject == wanted);
}

// Judged before anything is changed: with the address an anonymous user stops being one.
std::optional<Error> refuse(Transaction& transaction, const Gotrue& gotrue, const Caller& caller,
                            const Change& change) {
  const bool changes_address =
      is_other(email_identity_of(transaction, caller.user.id), change.email) ||
      is_other(phone_identity_of(transaction, caller.user.id), change.phone);
  const bool changes_password = !change.password.empty();
  if (!changes_address && !changes_password) return std::nullopt;
  require_second_factor(transaction, caller);
  return refuse_without_nonce(transaction, gotrue, caller, changes_password, change.nonce);
}

/// What stands in the way, or the hash that is kept, if there is one.
struct Look {
  std::optional<Error> refusal;
  std::optional<std::string> kept;
};

// Fails early, before anything is hashed.
Look look_up(Transaction& transaction, const Gotrue& gotrue, const Change& change) {
  const Caller caller = find_caller(transaction, gotrue, change.token);
  const auto home = password_home_of(transaction, caller.user.id);
  return {refuse(transaction, gotrue, caller, change), home ? home->hash : std::nullopt};
}

asio::awaitable<std::string> hash_new_password(Gotrue& gotrue, Change change) {
  const Passwords::Place place(gotrue.passwords, change.from);
  auto work = [&gotrue, change](Transaction& transaction) {
    return look_up(transaction, gotrue, change);
  };
  const Look look = co_await gotrue.database.run(std::move(work));
  if (look.refusal) throw *look.refusal;
  if (look.kept) {
    const bool same = co_await gotrue.passwords.matches(change.password, look.kept);
    if (same)
      throw Error(422, "same_password", "New password should be different from the old password.");
  }
  co_return co_await gotrue.passwords.hash(change.password);
}

void change_email(Transaction& transaction, const Gotrue& gotrue, const Caller& caller,
                  const Change& change) {
  const std::optional<Identity> identity = email_identity_of(transaction, caller.user.id);
  if (!is_other(identity, change.email)) return;
  // The first address is as good as that of a sign-up. Another one takes an answer to a mail.
  if (!identity && !gotrue.oddities().confirms_email)
    return take_email(transaction, caller.user.id, change.email);
  begin_email_change(transaction, gotrue,
                     {caller.user, change.email, change.challenge, change.redirect_to});
}

void change_phone(Transaction& transaction, const Gotrue& gotrue, const Caller& caller,
                  const Change& change) {
  if (!is_other(phone_identity_of(transaction, caller.user.id), change.phone)) return;
  if (gotrue.oddities().confirms_phone)
    return begin_phone_change(transaction, gotrue, caller.user, change.phone);
  take_phone(transaction, caller.user.id, change.phone);
}

// Whoever knew the old one is out (ASVS 7.4.3).
void change_password(Transaction& transaction, const Caller& caller, const std::string& hash) {
  if (!set_password(transaction, caller.user.id, hash)) {
    throw Error(422, "validation_failed",
                "Updating password of a user without an email or phone is not allowed");
  }
  shut_out(transaction, caller.user.id, caller.session.id, "password changed");
  write_audit(transaction, "password_changed", caller.user.id, caller.session.id, "");
}

Outcome apply(Transaction& transaction, const Gotrue& gotrue, const Change& change) {
  const Caller caller = find_caller(transaction, gotrue, change.token);
  if (const auto refusal = refuse(transaction, gotrue, caller, change)) return *refusal;
  // Before this one begins its own.
  if (!change.hash.empty()) drop_address_changes(transaction, caller.user.id);
  change_email(transaction, gotrue, caller, change);
  change_phone(transaction, gotrue, caller, change);
  if (!change.hash.empty()) change_password(transaction, caller, change.hash);
  if (!change.nonce.empty()) spend_nonce(transaction, caller.user.id);
  User user = find_user(transaction, caller.user.id).value();
  if (!change.data.is_null()) change_metadata(transaction, gotrue.config, user, change.data);
  return user_json(transaction, find_user(transaction, user.id).value());
}

}  // namespace

asio::awaitable<Response> change_user(Gotrue& gotrue, Request request) {
  Change change = read_change(gotrue, request);
  if (!change.password.empty()) change.hash = co_await hash_new_password(gotrue, change);
  auto work = [&gotrue, change](Transaction& transaction) {
    return apply(transaction, gotrue, change);
  };
  const Outcome outcome = co_await gotrue.database.run(std::move(work));
  if (const auto* error = std::get_if<Error>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::gotrue
