// How often one address may ask (429). The windows are GoTrue's own defaults where it has one.
#pragma once

#include <string>

#include "gotrue/gotrue.h"

namespace hufu::mock::gotrue {

/// Each counts one and throws `Error` 429 `over_request_rate_limit` when there were too many;
/// nothing with --limits off. The refusal itself is not counted, so waiting helps.
void count_token_request(Transaction& transaction, const Gotrue& gotrue,
                         const std::string& address);
void count_sign_up(Transaction& transaction, const Gotrue& gotrue, const std::string& address);
void count_flow(Transaction& transaction, const Gotrue& gotrue, const std::string& address);
void count_code_picture(Transaction& transaction, const Gotrue& gotrue, const std::string& address);

/// How many challenges of second factors.
void count_challenge(Transaction& transaction, const Gotrue& gotrue, const std::string& address);

/// Passwords that were wrong. The budget is the address', never the account's alone: nobody can
/// lock another one out (T12). A password counts as wrong before it is compared, so that many at
/// once are no more than many one after another; who was right takes the count back.
void count_guess(Transaction& transaction, const Gotrue& gotrue, const std::string& address,
                 const std::string& email);
void take_guess_back(Transaction& transaction, const std::string& address,
                     const std::string& email);

/// The same for codes of a second factor; and from anywhere no more than 30 in an hour for one
/// factor. Whoever uses that up has the person's first factor: it is theirs alone that is kept
/// waiting, and who is in already stays in.
void count_code_guess(Transaction& transaction, const Gotrue& gotrue, const std::string& address,
                      const std::string& factor_id);
void take_code_guess_back(Transaction& transaction, const std::string& address,
                          const std::string& factor_id);
/// Codes and links of mails that were none: 30 from one address in five minutes.
void require_mail_guess(Transaction& transaction, const Gotrue& gotrue, const std::string& address);
void count_mail_guess(Transaction& transaction, const std::string& address);

}  // namespace hufu::mock::gotrue
