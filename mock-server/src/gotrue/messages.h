// Mails and text messages: what is sent, how often, and where its link leads. Nothing leaves the
// machine: they lie in the inbox of the control surface.
#pragma once

#include <string>

#include "gotrue/one_time.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

/// What a message is for, as the inbox names it.
enum class Purpose {
  signup,
  invite,
  magiclink,
  recovery,
  email_change_current,
  email_change_new,
  reauthentication,
  sms,
  phone_change,
};

struct Sending {
  Purpose purpose = Purpose::signup;
  User user;
  /// An e-mail address, or the digits of a phone number.
  std::string address;
  /// Of the browser that asked; empty without PKCE.
  std::string challenge;
  std::string redirect_to;
  /// Of an e-mail change: where it was (or nothing), and where it is to be.
  std::string old_address;
  std::string new_address;
};

/// Makes a code and a link, and puts the message into the inbox where there is one.
OneTimeSecrets send(Transaction& transaction, const Gotrue& gotrue, const Sending& sending);

/// Throws `Error` 429 `over_email_send_rate_limit`, for a telephone `over_sms_send_rate_limit`,
/// within a minute of the last one of its kind for this subject: the address, whoever has it, so
/// that nobody learns who has an account (T8); or the id of the person, who may name any address.
void require_pause(Transaction& transaction, const Gotrue& gotrue, Purpose purpose,
                   const std::string& subject);

/// The link of such a mail that leads to our /verify.
std::string verify_link(const Gotrue& gotrue, Purpose purpose, const std::string& link_token,
                        const std::string& redirect_to);
/// As the template has it: that one, or one to the application's own page.
std::string link_of(const Gotrue& gotrue, Purpose purpose, const std::string& link_token,
                    const std::string& redirect_to);

/// "signup", "email_change_new", …
const char* name_of(Purpose purpose);
/// Of the `OneTimeToken` that it tells.
const char* kind_of(Purpose purpose);
/// The `type` by which /verify knows it; empty where there is no link.
const char* verification_type_of(Purpose purpose);

}  // namespace hufu::mock::gotrue
