// PUT /user: another e-mail, another password, other data. An anonymous user becomes a permanent
// one by getting an e-mail.
#include <nlohmann/json.hpp>
#include <optional>

#include "gotrue/assurance.h"
#include "gotrue/body.h"
#include "gotrue/caller.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/metadata.h"
#include "gotrue/user_answer.h"
#include "gotrue/wechat_people.h"
#include "people/revocation.h"
#include "store/audit.h"
#include "store/credentials.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct Change {
  std::string token;
  std::string address;
  /// Empty: stays.
  std::string email;
  std::string password;
  /// Of `password`.
  std::string hash;
  Json data;
};

Change read_change(const Gotrue& gotrue, const Request& request) {
  Change change;
  change.token = read_token(request);
  change.address = request.remote_address;
  const JsonBody body = read_body(request);
  if (!body.optional_object("app_metadata").is_null())
    throw Error(403, "not_admin", "Updating app_metadata requires admin privileges");
  if (!body.optional_text("phone", 64).value_or("").empty())
    throw Error(400, "phone_provider_disabled", "Phone numbers come from WeChat here");
  const std::string email = body.optional_text("email", 1024).value_or("");
  if (!email.empty()) change.email = read_email(email);
  change.password = body.optional_text("password", 4096).value_or("");
  if (!change.password.empty()) require_good_password(change.password, gotrue.oddities());
  change.data = body.optional_object("data");
  return change;
}

// Fails early, before anything is hashed. The hash that is kept, if there is one.
std::optional<std::string> look_up_password(Transaction& transaction, const Gotrue& gotrue,
                                            const Change& change) {
  const Caller caller = find_caller(transaction, gotrue, change.token);
  require_second_factor(transaction, caller);
  require_fresh_sign_in(transaction, caller);
  const std::optional<Identity> identity = email_identity_of(transaction, caller.user.id);
  if (!identity) return std::nullopt;
  return find_password_hash(transaction, identity->id);
}

asio::awaitable<std::string> hash_new_password(Gotrue& gotrue, Change change) {
  const Passwords::Place place(gotrue.passwords, change.address);
  auto work = [&gotrue, change](Transaction& transaction) {
    return look_up_password(transaction, gotrue, change);
  };
  const std::optional<std::string> kept = co_await gotrue.database.run(std::move(work));
  if (kept) {
    const bool same = co_await gotrue.passwords.matches(change.password, kept);
    if (same)
      throw Error(422, "same_password", "New password should be different from the old password.");
  }
  co_return co_await gotrue.passwords.hash(change.password);
}

Error email_exists() {
  return Error(422, "email_exists", "A user with this email address has already been registered");
}

// It becomes theirs when they have answered the mail.
void ask_for_confirmation(Transaction& transaction, const Caller& caller,
                          const std::string& email) {
  if (find_email_identity(transaction, email)) throw email_exists();
  keep_pending_email(transaction, caller.user.id, email);
  write_audit(transaction, "confirmation_asked", caller.user.id, caller.session.id, "email change");
}

void change_email(Transaction& transaction, const Gotrue& gotrue, const Caller& caller,
                  const std::string& email) {
  const std::optional<Identity> identity = email_identity_of(transaction, caller.user.id);
  if (identity && identity->subject == email) return;
  if (gotrue.oddities().confirms_email) return ask_for_confirmation(transaction, caller, email);
  const bool done =
      identity ? rename_identity(transaction, *identity, email)
               : add_identity(transaction, caller.user.id, email_identity(email, true)).has_value();
  if (!done) throw email_exists();
  renew_sessions_of(transaction, caller.user.id);
  write_audit(transaction, "email_changed", caller.user.id, caller.session.id, "");
}

// Whoever knew the old one is out (ASVS 7.4.3).
void change_password(Transaction& transaction, const Caller& caller, const std::string& hash) {
  const std::optional<Identity> identity = email_identity_of(transaction, caller.user.id);
  if (!identity) {
    throw Error(422, "validation_failed",
                "Updating password of a user without an email is not allowed");
  }
  keep_password_hash(transaction, identity->id, hash);
  shut_out(transaction, caller.user.id, caller.session.id, "password changed");
  write_audit(transaction, "password_changed", caller.user.id, caller.session.id, "");
}

// Judged before anything is changed: with the e-mail an anonymous user stops being one.
bool changes_sign_in(Transaction& transaction, const Caller& caller, const Change& change) {
  if (!change.hash.empty()) return true;
  const std::optional<Identity> identity = email_identity_of(transaction, caller.user.id);
  return !change.email.empty() && (!identity || identity->subject != change.email);
}

Json apply(Transaction& transaction, const Gotrue& gotrue, const Change& change) {
  const Caller caller = find_caller(transaction, gotrue, change.token);
  if (changes_sign_in(transaction, caller, change)) {
    require_second_factor(transaction, caller);
    require_fresh_sign_in(transaction, caller);
  }
  if (!change.email.empty()) change_email(transaction, gotrue, caller, change.email);
  if (!change.hash.empty()) change_password(transaction, caller, change.hash);
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
  const Json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

}  // namespace hufu::mock::gotrue
