// A refresh token becomes the next generation of its session, whatever surface it came over.
#pragma once

#include <string>

#include "people/backend.h"
#include "people/tokens.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {

enum class RenewalVerdict {
  renewed,
  /// No session of this id.
  unknown,
  /// Not made by us, or of a generation that never was.
  forged,
  /// Genuine, but of another platform than the one it came over; the session lives on.
  other_platform,
  ended,
  banned,
  expired,
  /// Spent before: the session has been ended in this transaction, so commit it.
  reused,
};

struct Renewal {
  RenewalVerdict verdict = RenewalVerdict::unknown;
  /// At the generation to hand out, if renewed.
  Session session;
  User user;
};

/// Decides by the rule (R1-R3), saves the session and writes the audit log.
Renewal renew_session(Transaction& transaction, const Backend& backend, const RefreshToken& token,
                      const std::string& platform, const RefreshReuse& rule);

}  // namespace hufu::mock
