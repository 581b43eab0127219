// What a code or a link of a mail opens.
#include "gotrue/verification.h"

#include <nlohmann/json.hpp>

#include "gotrue/email.h"
#include "gotrue/email_change.h"
#include "gotrue/phone.h"
#include "gotrue/phone_change.h"
#include "gotrue/user_answer.h"
#include "people/revocation.h"
#include "store/audit.h"
#include "store/credentials.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

bool is_of_email_change(const OneTimeToken& token) {
  return token.kind == one_time::kEmailChangeCurrent || token.kind == one_time::kEmailChangeNew;
}

std::string method_of(const OneTimeToken& token) {
  if (is_of_email_change(token)) return "email_change";
  if (token.kind == one_time::kConfirmation) return "email/signup";
  return token.kind == one_time::kRecovery ? "magiclink" : "otp";
}

// Whoever set this password did not have the address: it opens the account no more, and nobody is
// in there by it (B15).
void throw_out_who_came_before(Transaction& transaction, const Identity& identity) {
  drop_password_hash(transaction, identity.id);
  drop_address_changes(transaction, identity.user_id);
  shut_out(transaction, identity.user_id, "", "address proved by another");
}

void confirm(Transaction& transaction, const OneTimeToken& token, const Identity& identity) {
  if (identity.confirmed_ms != 0) return;
  if (token.kind == one_time::kRecovery) throw_out_who_came_before(transaction, identity);
  if (token.kind == one_time::kPhone) {
    confirm_identity(transaction, identity);
  } else {
    prove_email(transaction, identity, identity.subject);
  }
  drop_pending_email(transaction, identity.user_id);
  write_audit(transaction, "address_confirmed", identity.user_id, identity.id, identity.provider);
}

std::optional<Identity> own_identity(Transaction& transaction, const OneTimeToken& token) {
  return token.kind == one_time::kPhone ? phone_identity_of(transaction, token.user_id)
                                        : email_identity_of(transaction, token.user_id);
}

Identity confirm_own(Transaction& transaction, const OneTimeToken& token, const Error& refusal) {
  const std::optional<Identity> identity = own_identity(transaction, token);
  if (!identity || identity->subject != token.address) throw refusal;
  confirm(transaction, token, *identity);
  return *identity;
}

}  // namespace

std::vector<std::string> kinds_of(const std::string& type) {
  if (type == "email") return {one_time::kConfirmation, one_time::kRecovery};
  if (type == "signup" || type == "invite") return {one_time::kConfirmation};
  if (type == "magiclink" || type == "recovery") return {one_time::kRecovery};
  if (type == "email_change") return {one_time::kEmailChangeCurrent, one_time::kEmailChangeNew};
  return {};
}

Error code_refused() { return Error(403, "otp_expired", "Token has expired or is invalid"); }

Error link_refused() { return Error(403, "otp_expired", "Email link is invalid or has expired"); }

std::optional<Opened> open(Transaction& transaction, const Gotrue& gotrue,
                           const OneTimeToken& token, const Error& refusal) {
  const std::optional<User> user = find_user(transaction, token.user_id);
  if (!user || user->state == "tombstone") throw refusal;
  if (user->state == "banned") throw Error(403, "user_banned", "User is banned");
  if (!spend_one_time_token(transaction, token)) throw refusal;
  Opened opened;
  opened.method = method_of(token);
  if (is_of_email_change(token)) {
    if (!answer_email_change(transaction, gotrue, token)) return std::nullopt;
    opened.identity = email_identity_of(transaction, token.user_id).value();
  } else if (token.kind == one_time::kPhoneChange) {
    opened.identity = take_phone(transaction, token.user_id, token.address);
  } else {
    opened.identity = confirm_own(transaction, token, refusal);
  }
  opened.user = *user;
  return opened;
}

nlohmann::json sign_in(Transaction& transaction, const Gotrue& gotrue, const Opened& opened) {
  const Session session =
      create_session(transaction, opened.user.id, opened.identity.id, kPlatform, "otp");
  write_audit(transaction, "signed_in", opened.user.id, session.id, opened.method);
  return session_json(transaction, gotrue, session, opened.user);
}

}  // namespace hufu::mock::gotrue
