// What happens when the link of a confirmation mail is followed. The mail itself is not sent.
#include "gotrue/confirmation.h"

#include <algorithm>

#include "gotrue/email.h"
#include "people/wechat_union.h"
#include "store/audit.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

bool take_address(Transaction& transaction, const PendingEmail& pending) {
  const std::optional<Identity> identity = email_identity_of(transaction, pending.user_id);
  if (!identity) {
    const NewIdentity wanted = email_identity(pending.email, true);
    if (!add_identity(transaction, pending.user_id, wanted)) return false;
  } else {
    const bool is_new = identity->subject != pending.email;
    if (is_new && !rename_identity(transaction, *identity, pending.email)) return false;
    confirm_identity(transaction, *identity);
    if (!is_new) return true;
  }
  renew_sessions_of(transaction, pending.user_id);
  return true;
}

}  // namespace

std::optional<std::string> confirm_email(Transaction& transaction, const std::string& email) {
  for (const PendingEmail& pending : pending_at(transaction, email)) {
    if (!take_address(transaction, pending)) continue;
    drop_pending_email(transaction, pending.user_id);
    write_audit(transaction, "email_confirmed", pending.user_id, "", "");
    return pending.user_id;
  }
  return std::nullopt;
}

}  // namespace hufu::mock::gotrue
