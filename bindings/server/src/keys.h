// An issuer's public keys: asked for seldom, and kept while it is away.
#pragma once

#include <condition_variable>
#include <future>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <hufu/server/fetch.h>
#include <hufu/server/key_set.h>
#include <hufu/server/person.h>

namespace hufu::server {

/// What keys need from outside.
struct Outside {
  Fetch fetch;
  ClockS uptime_s;
};

/// The keys of one issuer, for all threads. A thread of their own asks for them.
class Keys {
 public:
  /// Throws std::invalid_argument for an address that is not safe.
  Keys(Issuer issuer, Outside outside);
  /// Waits for who asks.
  ~Keys() = default;

  /// The keys of that name. Throws a `Refusal`: `unknown_key`, or `keys_unavailable` where nobody
  /// can tell now.
  std::vector<PublicKeyPointer> named(const std::string& name);

  /// Whether this key serves, and nothing has to be asked to say so.
  bool is_current(const std::string& name, const PublicKeyPointer& key) const;

 private:
  using Lock = std::unique_lock<std::mutex>;

  double age_s() const;
  const std::vector<PublicKeyPointer>& found(const std::string& name) const;
  bool renew(Lock& lock, bool has_key);
  bool take_off();
  void ask(int flight, double asked_s, const KeySet& before);
  KeySet fetched(const KeySet& before) const;
  std::string keys_url() const;
  std::string answer_of(const std::string& url) const;
  void land(int flight, double asked_s, KeySet keys);

  const Issuer issuer_;
  const Outside outside_;

  mutable std::mutex mutex_;
  std::condition_variable landed_;
  KeySet keys_;
  std::vector<std::string> withdrawn_;  ///< What the last renewal took away.
  double fetched_s_ = -std::numeric_limits<double>::infinity();
  double asked_s_ = -std::numeric_limits<double>::infinity();
  bool is_away_ = false;
  /// The number of the flight that is on its way, and of the last one that began; 0: none.
  int flight_ = 0;
  int flights_ = 0;
  int asking_ = 0;  ///< How many ask now.
  /// Those who ask; last, so that they have ended before anything that they use.
  std::vector<std::future<void>> threads_;
};

}  // namespace hufu::server
