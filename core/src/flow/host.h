// The host as the rooms see it: a small class for each kind of thing that it can do, so that a
// room's header says which of them it may ask for.
#pragma once

#include <string>
#include <utility>

#include "flow/effect.h"
#include "flow/loop.h"
#include "hufu/effects.h"

namespace hufu::backend {
class Backend;
}

namespace hufu::flow {

class Asking {
 public:
  explicit Asking(Loop& loop) : loop_(loop) {}

 protected:
  /// The flow looks at a failure itself.
  PendingEffect try_ask(json::Value effect, Expected expected) {
    return {loop_, std::move(effect), expected, PendingEffect::OnFailure::give_back};
  }
  /// A failure ends the flow.
  PendingEffect ask(json::Value effect, Expected expected) {
    return {loop_, std::move(effect), expected, PendingEffect::OnFailure::end_flow};
  }

  Loop& loop_;
};

/// The one way to a server, for the backend alone: what is sent passes the table of meanings, and
/// carries no token but one that was asked for.
class Http final : private Asking {
 public:
  /// An effect `http` or `upload` with all its members.
  PendingEffect try_send(json::Value request) {
    return try_ask(std::move(request), Expected::reply);
  }
  /// An effect `forward` with all its members.
  PendingEffect forward(json::Value request) { return ask(std::move(request), Expected::head); }

 private:
  friend class backend::Backend;
  explicit Http(Loop& loop) : Asking(loop) {}
};

class Store final : private Asking {
 public:
  using Asking::Asking;
  PendingEffect try_load(const std::string& key);
  PendingEffect try_save(const std::string& key, const Secret& value);
  PendingEffect try_erase(const std::string& key);
};

class Locks final : private Asking {
 public:
  using Asking::Asking;
  TryLock try_lock(std::string name, Millis wait) { return {loop_, std::move(name), wait}; }
};

class Timer final : private Asking {
 public:
  using Asking::Asking;
  PendingEffect sleep(Millis delay);
};

class Crypto final : private Asking {
 public:
  using Asking::Asking;
  PendingEffect try_random(int bytes);
  /// SHA-256.
  PendingEffect try_digest(std::string_view bytes);
};

/// What only the host can get, or end: WeChat's codes, a session of another library.
class Credentials final : private Asking {
 public:
  using Asking::Asking;
  PendingEffect try_credential(CredentialKind kind, bool fresh, bool with_data = false);
};

/// What the person is looking at.
class Screen final : private Asking {
 public:
  using Asking::Asking;
  /// An effect `present` with all its members.
  PendingEffect present(json::Value what) { return ask(std::move(what), Expected::done); }
};

/// All that the host can do but sending.
struct Host {
  explicit Host(Loop& loop)
      : store(loop), locks(loop), timer(loop), crypto(loop), credentials(loop), screen(loop) {}

  Store store;
  Locks locks;
  Timer timer;
  Crypto crypto;
  Credentials credentials;
  Screen screen;
};

}  // namespace hufu::flow
