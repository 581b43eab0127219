// What real servers do, and this one only when it is asked to.
#pragma once

#include <mutex>

namespace hufu::mock {

/// How the life of an access token is told: RFC 6749 section 5.1 only recommends it.
enum class LifeForm { number, text, absent };

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
  /// Bytes; GoTrue's own default.
  int shortest_password = 6;
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
