// Another e-mail address for an account: mails to where it was and where it is to be, and what
// comes of their answers.
#pragma once

#include <string>

#include "gotrue/gotrue.h"
#include "gotrue/one_time.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

struct EmailChange {
  User user;
  std::string new_email;
  std::string challenge;
  std::string redirect_to;
};

/// Sends them; the change that was pending before is none any more. Throws `Error` 422
/// `email_exists` where the address opens another account, 429 within a minute of the last.
void begin_email_change(Transaction& transaction, const Gotrue& gotrue, const EmailChange& change);

/// One of the two mails has been answered, and its token spent. True when the address has changed;
/// false while the other mail waits. Throws `Error` 422 `email_exists` if somebody else has the
/// address by now.
bool answer_email_change(Transaction& transaction, const Gotrue& gotrue, const OneTimeToken& token);

/// The mails of a change that is pending change nothing any more.
void drop_email_change(Transaction& transaction, const std::string& user_id);

/// At once, without a mail.
void take_email(Transaction& transaction, const std::string& user_id, const std::string& email);

}  // namespace hufu::mock::gotrue
