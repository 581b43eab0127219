// A way to sign in that goes, and a person who goes.
#include "people/leaving.h"

#include "people/revocation.h"
#include "people/wechat_union.h"
#include "store/audit.h"
#include "store/bindings.h"
#include "store/device_grants.h"
#include "store/person_data.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {

void take_off(Transaction& transaction, const Identity& identity) {
  release_identity(transaction, identity);
  end_sessions_of_identity(transaction, identity.id, "unlinked");
  deny_device_grants_of_identity(transaction, identity.id);
  end_bindings_of_user(transaction, identity.user_id, "");
  renew_sessions_of(transaction, identity.user_id);
  write_audit(transaction, "unlinked", identity.user_id, identity.id, identity.provider);
}

void erase_account(Transaction& transaction, const std::string& user_id, const std::string& why) {
  lock_users(transaction, user_id, user_id);
  const std::optional<User> user = find_user(transaction, user_id);
  if (!user) return;
  // First, so that whoever waits for a binding of theirs hears of its end.
  shut_out(transaction, user_id, "", "erased");
  erase_person(transaction, *user);
  write_audit(transaction, "erased", user_id, "", why);
}

}  // namespace hufu::mock
