// POST /signup: an account with e-mail and password, or an anonymous one.
#include <nlohmann/json.hpp>

#include "gotrue/body.h"
#include "gotrue/captcha.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"
#include "gotrue/metadata.h"
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
  std::string password;
  Json data;
  std::string address;
};

SignUp read_sign_up(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  require_captcha(gotrue, request, body);
  SignUp sign_up;
  sign_up.address = request.remote_address;
  sign_up.data = body.optional_object("data");
  if (sign_up.data.is_null()) sign_up.data = Json::object();
  const std::string email = body.optional_text("email", 1024).value_or("");
  if (!body.optional_text("phone", 64).value_or("").empty())
    throw Error(400, "phone_provider_disabled", "Phone signups are disabled");
  if (email.empty()) return sign_up;
  sign_up.email = read_email(email);
  sign_up.password = body.optional_text("password", 4096).value_or("");
  if (sign_up.password.empty()) throw validation_failed("Signup requires a valid password");
  require_good_password(sign_up.password, gotrue.oddities());
  return sign_up;
}

void require_open_door(const Oddities& oddities, const SignUp& sign_up) {
  if (sign_up.email.empty() && !oddities.admits_anonymous)
    throw Error(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
  if (!oddities.admits_new_people) throw sign_ups_disabled();
}

Json begin_session(Transaction& transaction, const Gotrue& gotrue, User user,
                   const std::string& identity_id, const SignUp& sign_up) {
  change_metadata(transaction, gotrue.config, user, sign_up.data);
  const Session session = create_session(transaction, user.id, identity_id, kPlatform,
                                         identity_id.empty() ? "anonymous" : "password");
  write_audit(transaction, "signed_in", user.id, session.id,
              identity_id.empty() ? "anonymous, new" : "email, new");
  return session_json(transaction, gotrue, session, user);
}

Json sign_up_anonymously(Transaction& transaction, const Gotrue& gotrue, const SignUp& sign_up) {
  count_sign_up(transaction, gotrue, sign_up.address);
  return begin_session(transaction, gotrue, create_user(transaction, "", ""), "", sign_up);
}

// The account is there and closed: the answer is a user without a session.
Json await_confirmation(Transaction& transaction, const Gotrue& gotrue, User user,
                        const SignUp& sign_up) {
  change_metadata(transaction, gotrue.config, user, sign_up.data);
  keep_pending_email(transaction, user.id, sign_up.email);
  write_audit(transaction, "confirmation_asked", user.id, "", "email, new");
  return user_json(transaction, user);
}

// Who has an account is not to be heard: another mail for whom none has answered yet, else somebody
// made up.
Json answer_for_known(Transaction& transaction, const Identity& identity, const SignUp& sign_up) {
  if (identity.confirmed_ms != 0)
    return made_up_user_json(sign_up.email, sign_up.data, transaction.now_ms());
  keep_pending_email(transaction, identity.user_id, identity.subject);
  return user_json(transaction, find_user(transaction, identity.user_id).value());
}

Json sign_up_with_email(Transaction& transaction, const Gotrue& gotrue, const SignUp& sign_up,
                        const std::string& hash) {
  const bool confirms = gotrue.oddities().confirms_email;
  const FoundIdentity found =
      find_or_create_identity(transaction, email_identity(sign_up.email, !confirms));
  if (!found.is_new && confirms) return answer_for_known(transaction, found.identity, sign_up);
  if (!found.is_new) throw Error(422, "user_already_exists", "User already registered");
  keep_password_hash(transaction, found.identity.id, hash);
  const User user = find_user(transaction, found.identity.user_id).value();
  if (confirms) return await_confirmation(transaction, gotrue, user, sign_up);
  return begin_session(transaction, gotrue, user, found.identity.id, sign_up);
}

}  // namespace

asio::awaitable<Response> sign_up(Gotrue& gotrue, Request request) {
  const SignUp sign_up = read_sign_up(gotrue, request);
  require_open_door(gotrue.oddities(), sign_up);
  if (sign_up.email.empty()) {
    auto anonymous = [&gotrue, sign_up](Transaction& transaction) {
      return sign_up_anonymously(transaction, gotrue, sign_up);
    };
    const Json session = co_await gotrue.database.run(std::move(anonymous));
    co_return json_response(200, session);
  }
  const Passwords::Place place(gotrue.passwords, sign_up.address);
  // Before the work of hashing, so that nobody makes us do it without end.
  auto limit = [&gotrue, sign_up](Transaction& transaction) {
    count_sign_up(transaction, gotrue, sign_up.address);
  };
  co_await gotrue.database.run(std::move(limit));
  const std::string hash = co_await gotrue.passwords.hash(sign_up.password);
  auto work = [&gotrue, sign_up, hash](Transaction& transaction) {
    return sign_up_with_email(transaction, gotrue, sign_up, hash);
  };
  const Json session = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, session);
}

}  // namespace hufu::mock::gotrue
