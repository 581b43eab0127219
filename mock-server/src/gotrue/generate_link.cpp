// POST /admin/generate_link: an application's server gets what a mail would hold, and sends it
// itself.
#include <nlohmann/json.hpp>
#include <optional>

#include "gotrue/accounts.h"
#include "gotrue/admin_caller.h"
#include "gotrue/body.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/invitation.h"
#include "gotrue/messages.h"
#include "gotrue/metadata.h"
#include "gotrue/one_time.h"
#include "gotrue/redirects.h"
#include "gotrue/user_answer.h"
#include "store/audit.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct LinkWish {
  std::string type;
  std::string email;
  std::string new_email;
  /// Of the password of a new account.
  std::string hash;
  std::string password;
  Json data;
  std::string redirect_to;
};

LinkWish read_wish(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  LinkWish wish;
  wish.type = body.optional_text("type", 64).value_or("");
  wish.email = read_email(body.optional_text("email", 1024).value_or(""));
  wish.new_email = body.optional_text("new_email", 1024).value_or("");
  wish.password = body.optional_text("password", 4096).value_or("");
  wish.data = body.optional_object("data");
  if (wish.data.is_null()) wish.data = Json::object();
  const auto in_query = request.query_value("redirect_to");
  wish.redirect_to = choose_redirect(
      gotrue.config, body.optional_text("redirect_to", 2048).value_or(in_query.value_or("")));
  return wish;
}

std::optional<User> find_by_email(Transaction& transaction, const std::string& email) {
  const std::optional<Identity> identity = find_email_identity(transaction, email);
  return identity ? find_user(transaction, identity->user_id) : std::nullopt;
}

/// Who the link is for, what it is, and where the mail would go.
struct Addressee {
  User user;
  Purpose purpose = Purpose::signup;
  std::string address;
};

Addressee for_sign_up(Transaction& transaction, const Gotrue& gotrue, const LinkWish& wish) {
  return {await_owner(transaction, gotrue, {wish.email, wish.data, wish.hash}), Purpose::signup,
          wish.email};
}

Addressee for_email_change(Transaction& transaction, const Gotrue& gotrue, const LinkWish& wish,
                           const User& user) {
  const bool asks_old = wish.type == "email_change_current";
  if (asks_old && !gotrue.oddities().confirms_email_change_twice)
    throw validation_failed("Enable secure email change to generate link for current email");
  const std::string new_email = read_email(wish.new_email);
  const std::optional<User> other = find_by_email(transaction, new_email);
  if (other && other->id != user.id) throw email_taken();
  keep_pending_email(transaction, user.id, new_email);
  if (asks_old) return {user, Purpose::email_change_current, wish.email};
  return {user, Purpose::email_change_new, new_email};
}

Addressee find_addressee(Transaction& transaction, const Gotrue& gotrue, const LinkWish& wish) {
  const std::optional<User> user = find_by_email(transaction, wish.email);
  if (wish.type == "signup" || (wish.type == "magiclink" && !user))
    return for_sign_up(transaction, gotrue, wish);
  if (wish.type == "invite")
    return {invite(transaction, gotrue, wish.email, wish.data), Purpose::invite, wish.email};
  if (!user) throw Error(404, "user_not_found", "User with this email not found");
  if (wish.type == "magiclink") return {*user, Purpose::magiclink, wish.email};
  if (wish.type == "recovery") return {*user, Purpose::recovery, wish.email};
  return for_email_change(transaction, gotrue, wish, *user);
}

// Nothing is sent, and nothing lies in the inbox: the caller is who tells.
Json generate(Transaction& transaction, const Gotrue& gotrue, const LinkWish& wish) {
  const Addressee addressee = find_addressee(transaction, gotrue, wish);
  const OneTimeSecrets secrets = issue_one_time(
      transaction, gotrue,
      {addressee.user.id, kind_of(addressee.purpose), addressee.address, "", wish.redirect_to});
  write_audit(transaction, "link_made", addressee.user.id, "", name_of(addressee.purpose));
  Json answer = user_json(transaction, find_user(transaction, addressee.user.id).value());
  answer["action_link"] =
      verify_link(gotrue, addressee.purpose, secrets.link_token, wish.redirect_to);
  answer["email_otp"] = secrets.digits;
  answer["hashed_token"] = secrets.link_token;
  answer["verification_type"] = name_of(addressee.purpose);
  answer["redirect_to"] = wish.redirect_to;
  return answer;
}

bool is_known_type(const std::string& type) {
  for (const char* known :
       {"signup", "invite", "magiclink", "recovery", "email_change_current", "email_change_new"}) {
    if (type == known) return true;
  }
  return false;
}

}  // namespace

asio::awaitable<Response> generate_link(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  LinkWish wish = read_wish(gotrue, request);
  if (!is_known_type(wish.type))
    throw validation_failed("Invalid email action link type requested");
  const Passwords::Place place(gotrue.passwords, request.remote_address);
  if (wish.type == "signup") {
    if (wish.password.empty()) throw validation_failed("Signup requires a valid password");
    require_good_password(wish.password, gotrue.oddities());
    wish.hash = co_await gotrue.passwords.hash(wish.password);
  }
  auto work = [&gotrue, wish](Transaction& transaction) {
    return generate(transaction, gotrue, wish);
  };
  const Json answer = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::gotrue
