// The guard of an application's own routes.
#include <hufu/server/guard.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "asking.h"
#include "claims.h"
#include "cookies.h"
#include "issuer_rules.h"
#include "origin.h"
#include "people.h"
#include "verifier.h"

namespace hufu::server {
namespace {

using Seconds = std::chrono::duration<double>;

void check(const GuardOptions& options) {
  std::vector<IssuerKind> kinds;
  for (const Issuer& issuer : options.issuers) {
    const IssuerRules& rules = issuer.rules();
    kinds.push_back(rules.kind);
    if (options.cookies && rules.kind == IssuerKind::clerk && rules.authorized_parties.empty())
      throw std::invalid_argument(
          "Clerk's cookie needs authorized_parties: the origins of your pages.");
  }
  if (!(options.stale_for_s >= 0 && std::isfinite(options.stale_for_s)))
    throw std::invalid_argument(
        "stale_for_s is a number of seconds; 0: resolve is asked each time.");
  std::ranges::sort(kinds);
  if (std::ranges::count(kinds, IssuerKind::unified) > 1)
    throw std::invalid_argument(
        "Subjects of two unified backends could be alike: a guard takes one.");
  // Clerk's begin with `user_`.
  const bool are_alike =
      kinds.size() > 1 && kinds != std::vector{IssuerKind::clerk, IssuerKind::unified};
  if (!options.resolve && are_alike)
    throw std::invalid_argument("Subjects of these issuers could be alike: give a resolve.");
}

// X-Platform chooses nothing, and has to agree with what is proved.
std::optional<Platform> platform_of(const Verdict& verdict, std::optional<Platform> said) {
  const IssuerRules& rules = verdict.issuer.rules();
  std::vector<Platform> possible = rules.platforms;
  if (rules.names_platform)
    possible = {platform_called(*text_member(verdict.claims, "platform")).value()};
  if (said && std::ranges::find(possible, *said) == possible.end())
    throw Refusal(Reason::wrong_platform);
  return said || possible.size() > 1 ? said : possible.front();
}

// Tokens of ours say by themselves who was absorbed.
std::vector<std::string> own_ids(const Verdict& verdict) {
  Resolved told{verdict.subject};
  const nlohmann::json* ids = member(verdict.claims, "ids");
  if (verdict.issuer.rules().kind == IssuerKind::unified && ids != nullptr)
    told.ids = ids->get<std::vector<std::string>>();
  return ids_of(told);
}

}  // namespace

double wall_clock_s() {
  return Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

double uptime_s() { return Seconds(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Guard::Inside {
  explicit Inside(GuardOptions given);

  Person person_asking(const RequestView& request);
  Person person_with(std::string_view token);
  std::optional<Person> person_in(const RequestView& request);

  VerdictPointer verdict_in(const CookiesOfRequest& cookies);
  VerdictPointer verdict_of(const Issuer& issuer, const CookiesOfRequest& cookies);
  bool is_beside_another(const CookiesOfRequest& cookies, const Verdict& known,
                         const std::string& id);
  Person person_of(const VerdictPointer& verdict, std::optional<Platform> said = {},
                   const RequestView* request = nullptr);

  std::vector<Issuer> issuers;
  bool require_platform;
  bool takes_cookies;
  std::vector<std::string> origins;
  std::shared_ptr<const ClockS> now_s;
  Verifier verifier;
  std::unique_ptr<People> people;
};

Guard::Inside::Inside(GuardOptions given)
    : issuers(given.issuers),
      require_platform(given.require_platform),
      takes_cookies(given.cookies.has_value()),
      origins(given.cookies ? checked_origins(given.cookies->origins) : std::vector<std::string>()),
      now_s(std::make_shared<const ClockS>(given.now_s)),
      verifier(issuers, {given.fetch, given.uptime_s}, now_s) {
  if (given.resolve)
    people = std::make_unique<People>(given.resolve, given.stale_for_s, given.uptime_s);
}

Person Guard::Inside::person_asking(const RequestView& request) {
  const auto said = platform_in(request, require_platform);
  const auto brought = brought_in(request);
  if (!brought && takes_cookies) judge_site(request, origins);
  VerdictPointer verdict;
  if (brought) {
    verdict = verifier.verdict(brought->token);
  } else if (takes_cookies) {
    verdict = verdict_in(cookies_in(request));
  }
  if (!verdict || (brought && brought->is_bare && !verdict->issuer.rules().is_bare))
    throw Refusal(Reason::no_token);
  Person person = person_of(verdict, said, &request);
  if (brought && takes_cookies && is_beside_another(cookies_in(request), *verdict, person.id()))
    throw Refusal(Reason::other_person);
  return person;
}

Person Guard::Inside::person_with(std::string_view token) {
  return person_of(verifier.verdict(token));
}

// A cookie that is no good names nobody.
std::optional<Person> Guard::Inside::person_in(const RequestView& request) {
  if (!takes_cookies) throw std::logic_error("verified_user needs a guard with cookies.");
  try {
    const VerdictPointer verdict = verdict_in(cookies_in(request));
    return verdict ? std::optional(person_of(verdict)) : std::nullopt;
  } catch (const Refusal& refusal) {
    if (refusal.status() == 503) throw;
    return std::nullopt;
  }
}

// The first that is good: another issuer's cookie may be old, or forged.
VerdictPointer Guard::Inside::verdict_in(const CookiesOfRequest& cookies) {
  std::optional<Refusal> fault;
  for (const Issuer& issuer : issuers) {
    try {
      if (VerdictPointer verdict = verdict_of(issuer, cookies)) return verdict;
    } catch (const Refusal& refusal) {
      if (!fault || refusal.status() > fault->status()) fault = refusal;
    }
  }
  if (fault) throw Refusal(*fault);
  return nullptr;
}

// A cookie counts for the issuer that it is of.
VerdictPointer Guard::Inside::verdict_of(const Issuer& issuer, const CookiesOfRequest& cookies) {
  const auto token = token_in(cookies, issuer.rules());
  if (!token) return nullptr;
  VerdictPointer verdict = verifier.verdict(*token);
  if (verdict->issuer != issuer) throw Refusal(Reason::unknown_issuer);
  return verdict;
}

// Whether a good cookie names somebody else. Of this identity it is nobody else: `resolve` is not
// asked again. What is no good, or cannot be judged now, takes nothing from who is proved.
bool Guard::Inside::is_beside_another(const CookiesOfRequest& cookies, const Verdict& known,
                                      const std::string& id) {
  for (const Issuer& issuer : issuers) {
    try {
      const VerdictPointer verdict = verdict_of(issuer, cookies);
      if (!verdict || (issuer == known.issuer && verdict->subject == known.subject)) continue;
      if (person_of(verdict).id() != id) return true;
    } catch (const Refusal&) {
      continue;
    }
  }
  return false;
}

Person Guard::Inside::person_of(const VerdictPointer& verdict, std::optional<Platform> said,
                                const RequestView* request) {
  const auto platform = platform_of(*verdict, said);
  const IssuerKind kind = verdict->issuer.rules().kind;
  // A page's token names the page; what has no Origin is no page.
  const bool is_page = request != nullptr && !lines_of(*request, "origin").empty();
  if (kind == IssuerKind::clerk && is_page && member(verdict->claims, "azp") == nullptr)
    throw Refusal(Reason::wrong_claims, "azp");
  const bool is_asked_for = people && kind != IssuerKind::unified;
  auto ids = is_asked_for ? people->who(Identity(verdict)) : own_ids(*verdict);
  return Person(std::move(ids), platform, verdict, now_s);
}

Guard::Guard(GuardOptions options) {
  check(options);
  inside_ = std::make_unique<Inside>(std::move(options));
}

Guard::~Guard() = default;

Asked Guard::authenticate(const RequestView& request) const {
  try {
    return inside_->person_asking(request);
  } catch (const Refusal& refusal) {
    return refusal;
  }
}

Asked Guard::verify(std::string_view token) const {
  try {
    return inside_->person_with(token);
  } catch (const Refusal& refusal) {
    return refusal;
  }
}

std::variant<std::optional<Person>, Refusal> Guard::verified_user(
    const RequestView& request) const {
  try {
    return inside_->person_in(request);
  } catch (const Refusal& refusal) {
    return refusal;
  }
}

void Guard::forget(const std::string& issuer, const std::string& subject) const {
  if (inside_->people) inside_->people->forget(issuer, subject);
}

void Guard::forget(const std::string& id) const {
  if (inside_->people) inside_->people->forget(id);
}

}  // namespace hufu::server
