// POST /admin/users: an application's server makes an account for somebody.
#include <nlohmann/json.hpp>

#include "gotrue/accounts.h"
#include "gotrue/admin_caller.h"
#include "gotrue/admin_wish.h"
#include "gotrue/errors.h"
#include "gotrue/user_answer.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

NewAccount account_of(const AdminWish& wish, const std::string& hash) {
  NewAccount account;
  account.id = wish.id;
  account.email = wish.email;
  account.phone = wish.phone;
  account.email_is_confirmed = wish.confirms_email;
  account.phone_is_confirmed = wish.confirms_phone;
  account.hash = hash;
  if (!wish.user_metadata.is_null()) account.data = wish.user_metadata;
  return account;
}

Json create(Transaction& transaction, const Gotrue& gotrue, const AdminWish& wish,
            const std::string& hash) {
  if (!wish.id.empty() && find_user(transaction, wish.id))
    throw Error(422, "user_already_exists", "A user with this id already exists");
  User user = make_account(transaction, gotrue, account_of(wish, hash));
  administer(transaction, user, wish);
  write_audit(transaction, "created", user.id, "", "by admin");
  return user_json(transaction, find_user(transaction, user.id).value());
}

}  // namespace

asio::awaitable<Response> create_any_user(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const AdminWish wish = read_admin_wish(request);
  if (wish.email.empty() && wish.phone.empty())
    throw validation_failed("Cannot create a user without either an email or phone");
  const Passwords::Place place(gotrue.passwords, request.remote_address);
  std::string hash;
  const std::string password = wish.password.value_or("");
  // Its strength is the server's own affair, as with GoTrue; what no password can be is refused.
  if (!password.empty()) require_possible_password(password);
  if (!password.empty()) hash = co_await gotrue.passwords.hash(password);
  auto work = [&gotrue, wish, hash](Transaction& transaction) {
    return create(transaction, gotrue, wish, hash);
  };
  const Json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

}  // namespace hufu::mock::gotrue
