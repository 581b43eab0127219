// Accounts that an application's server makes for people.
#include "gotrue/accounts.h"

#include "gotrue/email.h"
#include "gotrue/metadata.h"
#include "gotrue/phone.h"
#include "store/credentials.h"
#include "store/identities.h"

namespace hufu::mock::gotrue {

Error email_taken() {
  return Error(422, "email_exists", "A user with this email address has already been registered");
}

Error phone_taken() {
  return Error(422, "phone_exists", "A user with this phone number has already been registered");
}

bool set_password(Transaction& transaction, const std::string& user_id, const std::string& hash) {
  bool done = false;
  for (const auto& identity :
       {email_identity_of(transaction, user_id), phone_identity_of(transaction, user_id)}) {
    if (!identity) continue;
    keep_password_hash(transaction, identity->id, hash);
    done = true;
  }
  return done;
}

User make_account(Transaction& transaction, const Gotrue& gotrue, const NewAccount& wanted) {
  User user = create_user(transaction, "", "", "server", wanted.id);
  if (!wanted.email.empty()) {
    const NewIdentity identity = email_identity(wanted.email, wanted.email_is_confirmed);
    if (!add_identity(transaction, user.id, identity)) throw email_taken();
  }
  if (!wanted.phone.empty()) {
    const NewIdentity identity = phone_identity(wanted.phone, wanted.phone_is_confirmed);
    if (!add_identity(transaction, user.id, identity)) throw phone_taken();
  }
  if (!wanted.hash.empty()) set_password(transaction, user.id, wanted.hash);
  change_metadata(transaction, gotrue.config, user, wanted.data);
  return find_user(transaction, user.id).value();
}

}  // namespace hufu::mock::gotrue
