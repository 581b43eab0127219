// One-time codes and links: made here, told once, and known again by their keyed hashes.
#pragma once

#include <optional>
#include <string>

#include "gotrue/gotrue.h"
#include "store/one_time_tokens.h"

namespace hufu::mock::gotrue {

/// As GoTrue's mailer has it.
inline constexpr WallMs kOneTimeLifeMs = WallMs{3600} * 1000;

/// The kinds of `OneTimeToken`. A sign-up and an invitation confirm; a magic link is a recovery
/// with other words.
namespace one_time {
inline constexpr const char* kConfirmation = "confirmation";
inline constexpr const char* kRecovery = "recovery";
inline constexpr const char* kEmailChangeCurrent = "email_change_current";
inline constexpr const char* kEmailChangeNew = "email_change_new";
inline constexpr const char* kReauthentication = "reauthentication";
inline constexpr const char* kPhone = "phone";
inline constexpr const char* kPhoneChange = "phone_change";
}  // namespace one_time

struct OneTimeWish {
  std::string user_id;
  std::string kind;
  std::string address;
  /// Empty without PKCE.
  std::string challenge;
  std::string redirect_to;
};

/// What the mail tells, and nothing else knows.
struct OneTimeSecrets {
  std::string digits;
  /// The `token_hash` of GoTrue's clients, with `pkce_` before it where a challenge was given.
  std::string link_token;
};

/// The one before of this person and kind opens nothing any more.
OneTimeSecrets issue_one_time(Transaction& transaction, const Gotrue& gotrue,
                              const OneTimeWish& wish);

/// The living one that this link's token is of.
std::optional<OneTimeToken> find_by_link_token(Transaction& transaction, const Gotrue& gotrue,
                                               const std::string& link_token);
/// Whether these are the digits of it. A wrong guess counts, so the refusal has to be committed;
/// after ten of them the digits open nothing, whoever guessed, and the link lives on. The real
/// server counts none.
bool opens(Transaction& transaction, const Gotrue& gotrue, const OneTimeToken& token,
           const std::string& digits);

}  // namespace hufu::mock::gotrue
