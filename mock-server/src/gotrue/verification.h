// What a code or a link of a mail opens, whether it came typed, by a program or in a browser.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/one_time.h"
#include "store/identities.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

/// The kinds of code that a `type` of GoTrue's may be of; none for what is no type.
std::vector<std::string> kinds_of(const std::string& type);

/// Told after the first of the two mails of an e-mail change.
inline constexpr const char* kOtherMailWaits =
    "Confirmation link accepted. Please proceed to confirm link sent to the other email";

/// Of a code that is wrong, used, somebody else's or too old: nobody learns which.
Error code_refused();
/// Of such a link.
Error link_refused();

/// Whose account is open now, and by which identity.
struct Opened {
  User user;
  Identity identity;
  /// magiclink, recovery, email/signup, …: as GoTrue names the ways of a PKCE flow.
  std::string method;
};

/// Spends the token and does what its message was for: an address is confirmed, changed, or just
/// proved once more. Nothing while the other mail of an e-mail change waits. Throws `Error` 403
/// `user_banned` before, and `refusal` if the token is not its person's any more, or was spent by
/// somebody faster.
std::optional<Opened> open(Transaction& transaction, const Gotrue& gotrue,
                           const OneTimeToken& token, const Error& refusal);
/// A session of who has opened it, as the answer of a sign-in.
nlohmann::json sign_in(Transaction& transaction, const Gotrue& gotrue, const Opened& opened);

}  // namespace hufu::mock::gotrue
