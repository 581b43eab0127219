// POST /token?grant_type=password.
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "gotrue/body.h"
#include "gotrue/captcha.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"
#include "gotrue/password_home.h"
#include "gotrue/phone.h"
#include "gotrue/user_answer.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, Error>;

struct Login {
  /// One of them is empty.
  std::string email;
  std::string phone;
  std::string password;
  /// Of whoever asks.
  std::string from;

  const std::string& address() const { return phone.empty() ? email : phone; }
};

/// What the account had when the password was taken for comparison.
struct Kept {
  std::string identity_id;
  std::optional<std::string> hash;
};

Error invalid_credentials() {
  return Error(400, "invalid_credentials", "Invalid login credentials");
}

Login read_login(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  require_captcha(gotrue, request, body);
  const std::string email = body.optional_text("email", 1024).value_or("");
  const std::string phone = body.optional_text("phone", 64).value_or("");
  if (!email.empty() && !phone.empty()) {
    throw validation_failed("Only an email address or phone number should be provided on login.");
  }
  if (!phone.empty() && !gotrue.oddities().admits_phones)
    throw Error(422, "phone_provider_disabled", "Phone logins are disabled");
  if (email.empty() && phone.empty()) throw validation_failed("missing email or phone");
  Login login;
  login.from = request.remote_address;
  if (!email.empty()) login.email = read_email(email);
  if (!phone.empty()) login.phone = read_phone(phone);
  login.password = body.optional_text("password", 4096).value_or("");
  return login;
}

std::optional<std::string> hash_of(Transaction& transaction, const Identity& identity) {
  const auto home = password_home_of(transaction, identity.user_id);
  return home ? home->hash : std::nullopt;
}

Kept look_up(Transaction& transaction, const Gotrue& gotrue, const Login& login) {
  count_token_request(transaction, gotrue, login.from);
  count_guess(transaction, gotrue, login.from, login.address());
  Kept kept;
  const std::optional<Identity> identity = login.phone.empty()
                                               ? find_email_identity(transaction, login.email)
                                               : find_phone_identity(transaction, login.phone);
  if (!identity) return kept;
  kept.identity_id = identity->id;
  kept.hash = hash_of(transaction, *identity);
  return kept;
}

Outcome sign_in(Transaction& transaction, const Gotrue& gotrue, const Login& login,
                const Kept& kept) {
  const std::optional<Identity> identity = find_identity(transaction, kept.identity_id);
  // The password was changed, or the identity went, while we compared.
  if (!identity || hash_of(transaction, *identity) != kept.hash) return invalid_credentials();
  const std::optional<User> user = find_user(transaction, identity->user_id);
  if (!user || user->state == "tombstone") return invalid_credentials();
  take_guess_back(transaction, login.from, login.address());
  if (user->state == "banned") return Error(400, "user_banned", "User is banned");
  if (identity->confirmed_ms == 0) {
    return login.phone.empty() ? Error(400, "email_not_confirmed", "Email not confirmed")
                               : Error(400, "phone_not_confirmed", "Phone not confirmed");
  }
  const Session session =
      create_session(transaction, user->id, identity->id, kPlatform, "password");
  write_audit(transaction, "signed_in", user->id, session.id, identity->provider);
  return session_json(transaction, gotrue, session, *user);
}

}  // namespace

asio::awaitable<Response> grant_password(Gotrue& gotrue, Request request) {
  const Login login = read_login(gotrue, request);
  const Passwords::Place place(gotrue.passwords, login.from);
  auto look = [&gotrue, login](Transaction& transaction) {
    return look_up(transaction, gotrue, login);
  };
  const Kept kept = co_await gotrue.database.run(std::move(look));
  const bool matches = co_await gotrue.passwords.matches(login.password, kept.hash);
  if (!matches) throw invalid_credentials();
  auto finish = [&gotrue, login, kept](Transaction& transaction) {
    return sign_in(transaction, gotrue, login, kept);
  };
  const Outcome outcome = co_await gotrue.database.run(std::move(finish));
  if (const auto* error = std::get_if<Error>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::gotrue
