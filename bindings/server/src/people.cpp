// Who the people of foreign issuers are here.
#include "people.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hufu::server {
namespace {

TextDigest name_of(const std::string& issuer, const std::string& subject) {
  return digest_of(nlohmann::json{issuer, subject}.dump());
}

}  // namespace

std::vector<std::string> ids_of(const Resolved& resolved) {
  std::vector<std::string> ids{resolved.id};
  for (const std::string& id : resolved.ids)
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  return ids;
}

People::People(Resolve resolve, double stale_for_s, ClockS uptime_s)
    : resolve_(std::move(resolve)), stale_for_s_(stale_for_s), uptime_s_(std::move(uptime_s)) {}

std::vector<std::string> People::who(const Identity& identity) {
  const TextDigest name = name_of(identity.issuer(), identity.subject());
  const auto kept = answers_.found(name);
  if (kept && uptime_s_() < kept->until_s) return kept->ids;
  const double until_s = uptime_s_() + stale_for_s_;
  const unsigned forgets = forgets_;
  std::vector<std::string> ids = told(identity);
  // What was told while somebody was forgotten may be of before.
  answers_.keep_if(name, {ids, until_s}, [&] { return forgets == forgets_; });
  return ids;
}

void People::forget(const std::string& issuer, const std::string& subject) {
  ++forgets_;
  answers_.drop(name_of(issuer, subject));
}

void People::forget(const std::string& id) {
  ++forgets_;
  answers_.drop_if(
      [&](const Answer& answer) { return std::ranges::find(answer.ids, id) != answer.ids.end(); });
}

// Whom nobody knows may register the next moment: that is not kept.
std::vector<std::string> People::told(const Identity& identity) const {
  std::optional<Resolved> resolved;
  try {
    resolved = resolve_(identity);
  } catch (...) {
    throw Refusal(Reason::backend_unavailable, "resolve threw");
  }
  if (!resolved || resolved->id.empty()) throw Refusal(Reason::unknown_person);
  return ids_of(*resolved);
}

}  // namespace hufu::server
