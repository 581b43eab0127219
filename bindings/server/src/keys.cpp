// An issuer's public keys: asked for seldom, and kept while it is away.
#include "keys.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include <hufu/server/refusal.h>

#include "claims.h"
#include "issuer_rules.h"
#include "json_text.h"
#include "safe_url.h"

namespace hufu::server {
namespace {

using namespace std::chrono_literals;

/// After this the keys are asked for again, while those that are here serve on.
constexpr double kFreshS = 5 * 60;
/// After this an answer is waited for: a key that the issuer withdrew is no good any more.
constexpr double kWaitS = 10 * 60;
/// While the issuer is away its keys serve on for so long.
constexpr double kKeptS = 60 * 60;
/// An unknown key is a reason to ask again, but not for every forged token.
constexpr double kApartS = 10;
constexpr auto kLongestWait = 5s;
constexpr std::size_t kMostBytes = std::size_t{256} * 1024;
/// A `fetch` that hangs keeps its thread; beside so many no other one is begun.
constexpr int kMostAtOnce = 2;

bool has_ended(const std::future<void>& thread) {
  return thread.wait_for(0s) == std::future_status::ready;
}

}  // namespace

Keys::Keys(Issuer issuer, Outside outside)
    : issuer_(std::move(issuer)), outside_(std::move(outside)) {
  const IssuerRules& rules = issuer_.rules();
  safe_url(rules.discovery.empty() ? rules.jwks : rules.discovery);
}

std::vector<PublicKeyPointer> Keys::named(const std::string& name) {
  Lock lock(mutex_);
  if (const auto& keys = found(name); !keys.empty() && age_s() < kFreshS) return keys;
  const bool is_news = renew(lock, !found(name).empty());
  if (const auto& keys = found(name); !keys.empty()) return keys;
  if (is_news || std::ranges::find(withdrawn_, name) != withdrawn_.end())
    throw Refusal(Reason::unknown_key);
  const double rest_s = asked_s_ + kApartS - outside_.uptime_s();
  throw Refusal(Reason::keys_unavailable, issuer_.title(), std::llround(std::ceil(rest_s * 1000)));
}

bool Keys::is_current(const std::string& name, const PublicKeyPointer& key) const {
  const Lock lock(mutex_);
  const auto& keys = found(name);
  return age_s() < kFreshS && std::ranges::find(keys, key) != keys.end();
}

double Keys::age_s() const { return outside_.uptime_s() - fetched_s_; }

const std::vector<PublicKeyPointer>& Keys::found(const std::string& name) const {
  static const KeySet none;
  return (age_s() < kKeptS ? keys_ : none).named(name);
}

// Whether there is an answer that was asked for after this call had begun. With a key to go on with
// nobody waits.
bool Keys::renew(Lock& lock, bool has_key) {
  const bool goes_on = has_key && (is_away_ || age_s() < kWaitS);
  std::erase_if(threads_, has_ended);
  const bool is_soon = outside_.uptime_s() - asked_s_ < kApartS || asking_ == kMostAtOnce;
  if (!is_soon && !take_off()) return false;
  const int flight = flight_;
  if (goes_on || flight == 0) return false;
  const bool has_landed =
      landed_.wait_for(lock, kLongestWait, [&] { return flight_ != flight; }) && !is_away_;
  return has_landed && !is_soon;
}

bool Keys::take_off() {
  asked_s_ = outside_.uptime_s();
  flight_ = ++flights_;
  ++asking_;
  try {
    threads_.push_back(std::async(std::launch::async, &Keys::ask, this, flight_, asked_s_, keys_));
    return true;
  } catch (const std::system_error&) {  // of threads, too, there may be no more
    --asking_;
    flight_ = 0;
    is_away_ = true;
    return false;
  }
}

void Keys::ask(int flight, double asked_s, const KeySet& before) {
  KeySet keys;
  try {
    keys = fetched(before);
  } catch (...) {
    // The issuer's fault, the network's or `fetch`'s; no token's.
  }
  land(flight, asked_s, std::move(keys));
}

void Keys::land(int flight, double asked_s, KeySet keys) {
  const Lock lock(mutex_);
  --asking_;
  // One that took far too long has been given up, and another one is on its way.
  if (flight != flight_) return;
  flight_ = 0;
  is_away_ = keys.empty();
  if (!is_away_) {
    withdrawn_ = keys_.names_without(keys);
    keys_ = std::move(keys);
    fetched_s_ = asked_s;
  }
  landed_.notify_all();
}

KeySet Keys::fetched(const KeySet& before) const {
  return KeySet(answer_of(keys_url()), issuer_, before);
}

std::string Keys::keys_url() const {
  const IssuerRules& rules = issuer_.rules();
  if (rules.discovery.empty()) return rules.jwks;
  nlohmann::json document;
  read_json(answer_of(rules.discovery), document);
  const std::string* name = text_member(document, "issuer");
  const std::string* url = text_member(document, "jwks_uri");
  // OpenID Connect Discovery, section 4.3.
  if (name == nullptr || *name != rules.name || url == nullptr)
    throw std::runtime_error("no discovery document");
  if (!url->starts_with("https:") && !rules.discovery.starts_with("http:"))
    throw std::runtime_error("an issuer elsewhere has no keys on this machine");
  return safe_url(*url);
}

std::string Keys::answer_of(const std::string& url) const {
  Fetched answer = outside_.fetch(url);
  if (answer.status != 200) throw std::runtime_error("no good answer");
  if (answer.body.size() > kMostBytes) throw std::runtime_error("too much of an answer");
  return std::move(answer.body);
}

}  // namespace hufu::server
