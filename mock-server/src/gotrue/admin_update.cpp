// PUT /admin/users/{user_id}: an application's server changes somebody's account.
#include <nlohmann/json.hpp>

#include "gotrue/accounts.h"
#include "gotrue/admin_caller.h"
#include "gotrue/admin_wish.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/metadata.h"
#include "gotrue/phone.h"
#include "gotrue/phone_change.h"
#include "gotrue/user_answer.h"
#include "people/revocation.h"
#include "people/wechat_union.h"
#include "store/audit.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// Tokens from before are nobody's parent any more where the person got another address (B13). False
// if it is somebody else's.
bool move_to(Transaction& transaction, const std::string& user_id,
             const std::optional<Identity>& known, const NewIdentity& wanted) {
  if (known && known->subject == wanted.subject) return true;
  const bool done = known ? rename_identity(transaction, *known, wanted.subject)
                          : add_identity(transaction, user_id, wanted).has_value();
  if (done) renew_sessions_of(transaction, user_id);
  return done;
}

void change_addresses(Transaction& transaction, const std::string& user_id, const AdminWish& wish) {
  if (!wish.email.empty()) {
    const NewIdentity wanted = email_identity(wish.email, wish.confirms_email);
    if (!move_to(transaction, user_id, email_identity_of(transaction, user_id), wanted))
      throw email_taken();
    drop_pending_email(transaction, user_id);
  }
  if (wish.phone.empty()) return;
  const NewIdentity wanted = phone_identity(wish.phone, wish.confirms_phone);
  if (!move_to(transaction, user_id, phone_identity_of(transaction, user_id), wanted))
    throw phone_taken();
}

void change_password(Transaction& transaction, const std::string& user_id,
                     const std::string& hash) {
  if (!set_password(transaction, user_id, hash)) {
    throw Error(422, "validation_failed",
                "A password needs an email or a phone number that it belongs to");
  }
  drop_address_changes(transaction, user_id);
  shut_out(transaction, user_id, "", "password changed");
}

Json update(Transaction& transaction, const Gotrue& gotrue, const std::string& user_id,
            const AdminWish& wish, const std::string& hash) {
  find_administered(transaction, user_id);
  change_addresses(transaction, user_id, wish);
  if (!hash.empty()) change_password(transaction, user_id, hash);
  User user = find_user(transaction, user_id).value();
  if (!wish.user_metadata.is_null())
    change_metadata(transaction, gotrue.config, user, wish.user_metadata);
  administer(transaction, user, wish);
  write_audit(transaction, "changed", user_id, "", "by admin");
  return user_json(transaction, find_user(transaction, user_id).value());
}

}  // namespace

asio::awaitable<Response> update_any_user(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const std::string id = read_user_id(request);
  const AdminWish wish = read_admin_wish(request);
  const Passwords::Place place(gotrue.passwords, request.remote_address);
  std::string hash;
  if (wish.password) require_good_password(*wish.password, gotrue.oddities());
  if (wish.password) hash = co_await gotrue.passwords.hash(*wish.password);
  auto work = [&gotrue, id, wish, hash](Transaction& transaction) {
    return update(transaction, gotrue, id, wish, hash);
  };
  const Json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

}  // namespace hufu::mock::gotrue
