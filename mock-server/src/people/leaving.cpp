// A way to sign in that goes, and a person who goes.
#include "people/leaving.h"

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "people/revocation.h"
#include "people/webhook.h"
#include "people/wechat_union.h"
#include "store/audit.h"
#include "store/bindings.h"
#include "store/device_grants.h"
#include "store/person_data.h"
#include "store/sessions.h"
#include "store/told.h"
#include "store/users.h"

namespace hufu::mock {
namespace {

// As a digest: nothing stays that says who they were.
Told erased_clerk_user(const std::string& subject) {
  return {"clerk-user-erased", encode_hex(sha256(subject))};
}

void outdate_clerk_tokens(Transaction& transaction, const std::string& user_id) {
  for (const Identity& identity : identities_of(transaction, user_id))
    if (identity.provider == "clerk")
      remember_anew(transaction, erased_clerk_user(identity.subject));
}

}  // namespace

void take_off(Transaction& transaction, const Identity& identity) {
  release_identity(transaction, identity);
  end_sessions_of_identity(transaction, identity.id, "unlinked");
  deny_device_grants_of_identity(transaction, identity.id);
  end_bindings_of_user(transaction, identity.user_id, "");
  renew_sessions_of(transaction, identity.user_id);
  write_audit(transaction, "unlinked", identity.user_id, identity.id, identity.provider);
}

void erase_account(Transaction& transaction, const Config& config, const std::string& user_id,
                   const std::string& why) {
  lock_users(transaction, user_id, user_id);
  const std::optional<User> user = find_user(transaction, user_id);
  if (!user) return;
  // First, so that whoever waits for a binding of theirs hears of its end.
  shut_out(transaction, user_id, "", "erased");
  outdate_clerk_tokens(transaction, user_id);
  tell_of_deletion(transaction, config.webhook, *user);
  erase_person(transaction, *user);
  write_audit(transaction, "erased", user_id, "", why);
}

void close_account(Transaction& transaction, const std::string& user_id) {
  lock_users(transaction, user_id, user_id);
  std::optional<User> user = find_user(transaction, user_id);
  if (!user || user->deleted_ms != 0) return;
  shut_out(transaction, user_id, "", "closed");
  outdate_clerk_tokens(transaction, user_id);
  empty_person(transaction, user_id);
  user->nickname = user->avatar_url = user->email = user->phone = user->app_metadata = "";
  user->state = "tombstone";
  user->deleted_ms = transaction.now_ms();
  save_user(transaction, *user);
  save_administration(transaction, *user);
  write_audit(transaction, "closed", user_id, "", "by admin");
}

bool is_of_before_erasure(Transaction& transaction, const ClerkToken& token) {
  return is_remembered_after(transaction, erased_clerk_user(token.subject), token.issued_ms);
}

}  // namespace hufu::mock
