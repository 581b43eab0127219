// Who the people of foreign issuers are here: asked for, and kept for a while.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include <hufu/server/guard.h>

#include "kept.h"

namespace hufu::server {

/// Asks `resolve`, and keeps whom it told of.
class People {
 public:
  People(Resolve resolve, double stale_for_s, ClockS uptime_s);

  /// The person's id and those that were absorbed into it. Throws a `Refusal` if it is nobody, or
  /// nobody can tell.
  std::vector<std::string> who(const Identity& identity);

  /// What was told of this identity, or of this person, counts no more.
  void forget(const std::string& issuer, const std::string& subject);
  void forget(const std::string& id);

 private:
  struct Answer {
    std::vector<std::string> ids;
    double until_s = 0;
  };

  std::vector<std::string> told(const Identity& identity) const;

  Resolve resolve_;
  double stale_for_s_;
  ClockS uptime_s_;
  Kept<Answer> answers_;
  std::atomic<unsigned> forgets_ = 0;
};

/// The id, then the others, each once.
std::vector<std::string> ids_of(const Resolved& resolved);

}  // namespace hufu::server
