// Who asks, proved.
#include <hufu/server/person.h>

#include "claims.h"
#include "issuer_rules.h"
#include "judge.h"
#include "verifier.h"

namespace hufu::server {

Identity::Identity(std::shared_ptr<const Verdict> verdict) noexcept
    : verdict_(std::move(verdict)) {}

const std::string& Identity::issuer() const noexcept { return verdict_->issuer.title(); }

const std::string& Identity::subject() const noexcept { return verdict_->subject; }

const nlohmann::json& Identity::claims() const noexcept { return verdict_->claims; }

Person::Person(std::vector<std::string> ids, std::optional<Platform> platform,
               std::shared_ptr<const Verdict> verdict, std::shared_ptr<const ClockS> now_s)
    : Identity(std::move(verdict)),
      ids_(std::move(ids)),
      platform_(platform),
      now_s_(std::move(now_s)) {}

std::string Person::session_id() const {
  const std::string* session = text_member(claims(), verdict_->issuer.rules().session.c_str());
  return session == nullptr ? "" : *session;
}

bool Person::is_anonymous() const {
  const nlohmann::json* told = member(claims(), "is_anonymous");
  return told != nullptr && *told == true;
}

bool Person::is_fresh(double seconds) const {
  const std::optional<double> proved_s = verdict_->issuer.rules().proved_at(claims());
  if (!proved_s) return false;
  const double age_s = (*now_s_)() - *proved_s;
  return age_s <= seconds && age_s >= -kLeewayS;
}

}  // namespace hufu::server
