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
  if (identity && identity->subject == pending.email) return true;
  const bool done =
      identity
          ? rename_identity(transaction, *identity, pending.email)
          : add_identity(transaction, pending.user_id, email_identity(pending.email)).has_value();
  if (done) renew_sessions_of(transaction, pending.user_id);
  return done;
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

bool awaits_confirmation(Transaction& transaction, const std::string& user_id,
                         const std::string& email) {
  const std::optional<PendingEmail> pending = find_pending_email(transaction, user_id);
  return pending && pending->email == email;
}

}  // namespace hufu::mock::gotrue
