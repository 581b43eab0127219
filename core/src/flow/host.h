// The host as the flows see it: one function for each effect.
#pragma once

#include <string>
#include <utility>

#include "flow/effect.h"
#include "flow/loop.h"
#include "hufu/effects.h"

namespace hufu::flow {

class Host {
 public:
  explicit Host(Loop& loop) : loop_(loop) {}

  Now now() const { return loop_.now(); }

  /// `request`: an effect `http`, `forward`, `upload` or `present` with all its members.
  PendingEffect try_send(json::Value request) { return try_ask(std::move(request), kReply); }
  PendingEffect forward(json::Value request);
  PendingEffect present(json::Value what);

  PendingEffect try_load(const std::string& key);
  PendingEffect try_save(const std::string& key, const Secret& value);
  PendingEffect try_erase(const std::string& key);

  PendingEffect sleep(Millis delay);
  PendingEffect try_random(int bytes);
  /// SHA-256.
  PendingEffect try_digest(std::string_view bytes);
  PendingEffect try_credential(CredentialKind kind, bool fresh, bool with_data = false);
  TryLock try_lock(std::string name, Millis wait) { return {loop_, std::move(name), wait}; }

 private:
  static constexpr Expected kReply = Expected::reply;

  PendingEffect try_ask(json::Value effect, Expected expected) {
    return {loop_, std::move(effect), expected, PendingEffect::OnFailure::give_back};
  }
  PendingEffect ask(json::Value effect, Expected expected) {
    return {loop_, std::move(effect), expected, PendingEffect::OnFailure::end_flow};
  }

  Loop& loop_;
};

}  // namespace hufu::flow
