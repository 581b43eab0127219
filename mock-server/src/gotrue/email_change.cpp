// Another e-mail address for an account.
#include "gotrue/email_change.h"

#include "gotrue/accounts.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/messages.h"
#include "people/wechat_union.h"
#include "store/audit.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

// Where the account's present address has to agree: it has one that counts.
bool asks_present_owner(const Gotrue& gotrue, const std::optional<Identity>& identity) {
  return gotrue.oddities().confirms_email_change_twice && identity && identity->confirmed_ms != 0;
}

bool waits(Transaction& transaction, const std::string& user_id, const char* kind) {
  const auto other = find_one_time_token(transaction, user_id, kind);
  return other && !other->link_hmac.empty();
}

}  // namespace

void begin_email_change(Transaction& transaction, const Gotrue& gotrue, const EmailChange& change) {
  if (find_email_identity(transaction, change.new_email)) throw email_taken();
  require_pause(transaction, gotrue, Purpose::email_change_new, change.user.id);
  drop_email_change(transaction, change.user.id);
  const std::optional<Identity> identity = email_identity_of(transaction, change.user.id);
  Sending sending;
  sending.user = change.user;
  sending.challenge = change.challenge;
  sending.redirect_to = change.redirect_to;
  sending.old_address = identity ? identity->subject : "";
  sending.new_address = change.new_email;
  if (asks_present_owner(gotrue, identity)) {
    sending.purpose = Purpose::email_change_current;
    sending.address = identity->subject;
    send(transaction, gotrue, sending);
  }
  sending.purpose = Purpose::email_change_new;
  sending.address = change.new_email;
  send(transaction, gotrue, sending);
  keep_pending_email(transaction, change.user.id, change.new_email);
  write_audit(transaction, "confirmation_asked", change.user.id, "", "email change");
}

bool answer_email_change(Transaction& transaction, const Gotrue& gotrue,
                         const OneTimeToken& token) {
  const bool is_of_new = token.kind == one_time::kEmailChangeNew;
  const char* other = is_of_new ? one_time::kEmailChangeCurrent : one_time::kEmailChangeNew;
  // With addresses that need no confirmation the new one's word is enough.
  const bool is_enough = is_of_new && !gotrue.oddities().confirms_email;
  if (!is_enough && waits(transaction, token.user_id, other)) return false;
  const auto pending = find_pending_email(transaction, token.user_id);
  if (!pending) throw Error(403, "otp_expired", "Email link is invalid or has expired");
  take_email(transaction, token.user_id, pending->email);
  prove_email(transaction, email_identity_of(transaction, token.user_id).value(), pending->email);
  return true;
}

void drop_email_change(Transaction& transaction, const std::string& user_id) {
  drop_one_time_tokens(transaction, user_id, one_time::kEmailChangeCurrent);
  drop_one_time_tokens(transaction, user_id, one_time::kEmailChangeNew);
  const auto pending = find_pending_email(transaction, user_id);
  const auto identity = email_identity_of(transaction, user_id);
  const bool is_change = pending && !(identity && identity->subject == pending->email);
  if (is_change) drop_pending_email(transaction, user_id);
}

void take_email(Transaction& transaction, const std::string& user_id, const std::string& email) {
  const std::optional<Identity> identity = email_identity_of(transaction, user_id);
  const bool done =
      identity ? rename_identity(transaction, *identity, email)
               : add_identity(transaction, user_id, email_identity(email, true)).has_value();
  if (!done) throw email_taken();
  if (identity) confirm_identity(transaction, *identity);
  // What was sent to the old address opens nothing any more.
  drop_one_time_tokens(transaction, user_id, "");
  drop_pending_email(transaction, user_id);
  renew_sessions_of(transaction, user_id);
  write_audit(transaction, "email_changed", user_id, "", "");
}

}  // namespace hufu::mock::gotrue
