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
#include "gotrue/user_answer.h"
#include "store/audit.h"
#include "store/credentials.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Outcome = std::variant<Json, Error>;

struct Login {
  std::string email;
  std::string password;
  std::string address;
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
  if (!body.optional_text("phone", 64).value_or("").empty())
    throw Error(422, "phone_provider_disabled", "Phone logins are disabled");
  Login login;
  login.address = request.remote_address;
  const std::string email = body.optional_text("email", 1024).value_or("");
  if (email.empty()) throw validation_failed("missing email or phone");
  login.email = read_email(email);
  login.password = body.optional_text("password", 4096).value_or("");
  return login;
}

Kept look_up(Transaction& transaction, const Gotrue& gotrue, const Login& login) {
  count_token_request(transaction, gotrue, login.address);
  count_guess(transaction, gotrue, login.address, login.email);
  Kept kept;
  const std::optional<Identity> identity = find_email_identity(transaction, login.email);
  if (!identity) return kept;
  kept.identity_id = identity->id;
  kept.hash = find_password_hash(transaction, identity->id);
  return kept;
}

Outcome sign_in(Transaction& transaction, const Gotrue& gotrue, const Login& login,
                const Kept& kept) {
  const std::optional<Identity> identity = find_identity(transaction, kept.identity_id);
  // The password was changed, or the identity went, while we compared.
  if (!identity || find_password_hash(transaction, identity->id) != kept.hash)
    return invalid_credentials();
  const std::optional<User> user = find_user(transaction, identity->user_id);
  if (!user || user->state == "tombstone") return invalid_credentials();
  take_guess_back(transaction, login.address, login.email);
  if (user->state == "banned") return Error(400, "user_banned", "User is banned");
  if (identity->confirmed_ms == 0) return Error(400, "email_not_confirmed", "Email not confirmed");
  const Session session =
      create_session(transaction, user->id, identity->id, kPlatform, "password");
  write_audit(transaction, "signed_in", user->id, session.id, "email");
  return session_json(transaction, gotrue, session, *user);
}

}  // namespace

asio::awaitable<Response> grant_password(Gotrue& gotrue, Request request) {
  const Login login = read_login(gotrue, request);
  const Passwords::Place place(gotrue.passwords, login.address);
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
