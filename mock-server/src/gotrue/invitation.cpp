// Accounts that wait for a word of the owner of their address; POST /invite, by which an
// application's server asks somebody to come.
#include "gotrue/invitation.h"

#include "gotrue/accounts.h"
#include "gotrue/admin_caller.h"
#include "gotrue/body.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/messages.h"
#include "gotrue/metadata.h"
#include "gotrue/redirects.h"
#include "gotrue/user_answer.h"
#include "store/audit.h"
#include "store/credentials.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

User account_of(Transaction& transaction, const Gotrue& gotrue, const Awaited& awaited) {
  const std::optional<Identity> known = find_email_identity(transaction, awaited.email);
  if (!known) {
    NewAccount account;
    account.email = awaited.email;
    account.hash = awaited.hash;
    account.data = awaited.data;
    return make_account(transaction, gotrue, account);
  }
  if (known->confirmed_ms != 0) throw email_taken();
  // A password from before may be anybody's (B15): it does not open what the owner confirms.
  drop_password_hash(transaction, known->id);
  if (!awaited.hash.empty()) keep_password_hash(transaction, known->id, awaited.hash);
  User user = find_user(transaction, known->user_id).value();
  change_metadata(transaction, gotrue.config, user, awaited.data);
  return user;
}

}  // namespace

User await_owner(Transaction& transaction, const Gotrue& gotrue, const Awaited& awaited) {
  const User user = account_of(transaction, gotrue, awaited);
  keep_pending_email(transaction, user.id, awaited.email);
  return user;
}

User invite(Transaction& transaction, const Gotrue& gotrue, const std::string& email,
            const Json& data) {
  User user = await_owner(transaction, gotrue, {email, data, ""});
  user.invited_ms = transaction.now_ms();
  save_administration(transaction, user);
  write_audit(transaction, "invited", user.id, "", "by admin");
  return user;
}

asio::awaitable<Response> invite_somebody(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const JsonBody body = read_body(request);
  const std::string email = read_email(body.optional_text("email", 1024).value_or(""));
  Json data = body.optional_object("data");
  if (data.is_null()) data = Json::object();
  const std::string redirect_to =
      choose_redirect(gotrue.config, request.query_value("redirect_to").value_or(""));
  auto work = [&gotrue, email, data, redirect_to](Transaction& transaction) {
    const User user = invite(transaction, gotrue, email, data);
    Sending sending;
    sending.purpose = Purpose::invite;
    sending.user = user;
    sending.address = email;
    sending.redirect_to = redirect_to;
    send(transaction, gotrue, sending);
    return user_json(transaction, find_user(transaction, user.id).value());
  };
  const Json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

}  // namespace hufu::mock::gotrue
