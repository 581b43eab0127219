// Another phone number for an account.
#include "gotrue/phone_change.h"

#include "gotrue/accounts.h"
#include "gotrue/email_change.h"
#include "gotrue/messages.h"
#include "gotrue/phone.h"
#include "people/wechat_union.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
void begin_phone_change(Transaction& transaction, const Gotrue& gotrue, const User& user,
                        const std::string& phone) {
  if (find_phone_identity(transaction, phone)) throw phone_taken();
  require_pause(transaction, gotrue, Purpose::phone_change, user.id);
  Sending sending;
  sending.purpose = Purpose::phone_change;
  sending.user = user;
  sending.address = phone;
  send(transaction, gotrue, sending);
  write_audit(transaction, "confirmation_asked", user.id, "", "phone change");
}

Identity take_phone(Transaction& transaction, const std::string& user_id,
                    const std::string& phone) {
  const std::optional<Identity> identity = phone_identity_of(transaction, user_id);
  const bool is_there = identity && identity->subject == phone;
  const bool done =
      is_there ||
      (identity ? rename_identity(transaction, *identity, phone)
                : add_identity(transaction, user_id, phone_identity(phone, true)).has_value());
  if (!done) throw phone_taken();
  if (identity) confirm_identity(transaction, *identity);
  // What was sent to the old number opens nothing any more.
  drop_one_time_tokens(transaction, user_id, one_time::kPhone);
  drop_one_time_tokens(transaction, user_id, one_time::kPhoneChange);
  renew_sessions_of(transaction, user_id);
  write_audit(transaction, "phone_changed", user_id, "", "");
  return phone_identity_of(transaction, user_id).value();
}

void drop_address_changes(Transaction& transaction, const std::string& user_id) {
  drop_email_change(transaction, user_id);
  drop_one_time_tokens(transaction, user_id, one_time::kPhoneChange);
}

}  // namespace hufu::mock::gotrue
