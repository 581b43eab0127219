// What the access token of a record is still worth: by its life, and by what servers have said.
#pragma once

#include "base/text.h"
#include "flow/clock.h"
#include "hufu/config.h"
#include "vault/record.h"

namespace hufu::tokens {

class Worth {
 public:
  Worth(const flow::Clock& clock, const Config& config) : clock_(clock), config_(config) {}

  /// Will still be good when a request arrives.
  bool is_fresh(const vault::Record& record) const;
  /// Lives. One that a server refused is not served, however long it might have lived.
  bool is_alive(const vault::Record& record) const;
  /// Until when it may be used without asking: to its margin, and while a refresh may not be tried,
  /// until `no_refresh_before`, to its end.
  Uptime good_until(const vault::Record& record, Uptime no_refresh_before) const;

  bool is_refused(const vault::Record& record) const { return is_refused(record.access_token); }
  bool is_refused(const Text& token) const { return token == refused_; }
  /// A server has refused this token. False if that is no reason to get another: servers that
  /// refuse each new one too say nothing about the session.
  bool refuse(const Text& token);
  /// The refused token has been replaced.
  void answered_refusal();
  /// A request that was refused has been accepted with the next token: what had been refused was
  /// the token, not the request, and the next refusal is as good a reason.
  void renewal_helped() { next_refusal_ = {}; }

  /// It is still good, but speaks for less than the next.
  void outdate(const Text& token) { outdated_ = token; }

 private:
  Millis margin(const vault::Record& record) const;

  const flow::Clock& clock_;
  const Config& config_;
  Text refused_;
  Text outdated_;
  Uptime next_refusal_{};  ///< From then on a refusal is a reason to renew.
};

}  // namespace hufu::tokens
