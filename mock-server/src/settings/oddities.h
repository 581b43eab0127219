// What real servers do, and this one only when it is asked to.
#pragma once

#include <mutex>
#include <optional>

namespace hufu::mock {

/// How the life of an access token is told: RFC 6749 section 5.1 only recommends it.
enum class LifeForm { number, text, absent };

/// Of which kinds a password needs one character each: GoTrue's choices.
enum class PasswordCharacters {
  any,
  letters_digits,
  lower_upper_letters_digits,
  lower_upper_letters_digits_symbols,
};

/// When GoTrue wants to see again who changes how they sign in: a fresh session, or a nonce.
enum class Reauthentication {
  /// After ten minutes, for whatever opens the account (B6).
  ten_minutes,
  /// After 24 hours, for a password: GoTrue with its "secure password change".
  day,
  /// GoTrue as it comes.
  never,
};

enum class JwtAlgorithm { hs256, es256 };

/// Where the link of a mail leads.
enum class MailTemplate {
  /// To GET /verify, which spends it.
  plain,
  /// To the application's own page, which asks first: scanners of mail open every link.
  confirm_page,
};

/// Each by default as a well-behaved server has it.
struct Oddities {
  /// Renewals hand out no new refresh token: the old one stays good (RFC 6749 section 6).
  bool keeps_refresh_tokens = false;
  LifeForm life_form = LifeForm::number;
  /// An e-mail address opens nothing before its owner has answered the mail (GoTrue).
  bool confirms_email = false;
  /// Without it only those come in who have an account.
  bool admits_new_people = true;
  bool admits_anonymous = true;
  /// GoTrue's people may have a telephone number instead of an e-mail address.
  bool admits_phones = false;
  /// A number opens nothing before its owner has typed the code.
  bool confirms_phone = true;
  /// A person may add identities to the account, and take them off.
  bool links_manually = true;
  /// Bytes; GoTrue's own default.
  int shortest_password = 6;
  PasswordCharacters password_characters = PasswordCharacters::any;
  Reauthentication reauthentication = Reauthentication::ten_minutes;
  /// Another e-mail address is confirmed at the old one, too.
  bool confirms_email_change_twice = true;
  /// The digits of a mail die of ten wrong guesses, wherever they come from. GoTrue has no such
  /// thing.
  bool caps_guesses = true;
  /// Seconds between two mails to one person.
  int send_interval_s = 60;
  bool asks_captcha = false;
  /// Sign-ins by ID tokens of providers.
  bool believes_id_tokens = false;
  MailTemplate mail_template = MailTemplate::plain;
  /// Of GoTrue's access tokens; absent: as of all others.
  std::optional<int> jwt_life_s;
  /// Signs GoTrue's access tokens; absent: as JWT_SECRET says.
  std::optional<JwtAlgorithm> jwt_algorithm;
  /// Seconds in which a spent refresh token of GoTrue's still works; absent: as --refresh-reuse
  /// says.
  std::optional<int> reuse_interval_s;
  /// The claim `iss` in GoTrue's tokens: a self-hosted one sets none unless told to.
  bool names_issuer = true;
};

/// As they are now: the control surface changes them while the server runs. From any thread.
class LiveOddities {
 public:
  explicit LiveOddities(const Oddities& at_start) : at_start_(at_start), now_(at_start) {}

  Oddities now() const {
    const std::lock_guard hold(mutex_);
    return now_;
  }
  void set(const Oddities& oddities) {
    const std::lock_guard hold(mutex_);
    now_ = oddities;
  }
  void reset() { set(at_start_); }

 private:
  const Oddities at_start_;
  mutable std::mutex mutex_;
  Oddities now_;
};

}  // namespace hufu::mock
