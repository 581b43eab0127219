// The host as the rooms see it: a small class for each kind of thing that it can do, so that a
// room's header says which of them it may ask for.
#pragma once

#include <utility>

#include "flow/ask.h"
#include "flow/loop.h"
#include "hufu/effects.h"

namespace hufu::backend {
class Backend;
}

namespace hufu::flow {

/// What is asked for is handed to the loop by the flow that awaits it; only who has the loop makes
/// a part of the host.
class Asking {
 public:
  explicit Asking(Loop&) {}

 protected:
  /// The flow looks at a failure itself.
  static Ask try_ask(Value effect, Expected expected);
  /// A failure ends the flow.
  static Ask ask(Value effect, Expected expected);
};

/// The one way to a server, for the backend alone: what is sent passes the table of meanings, and
/// carries no token but one that was asked for.
class Http final : private Asking {
 public:
  /// An effect `http` or `upload` with all its members.
  Ask try_send(Value request) { return try_ask(std::move(request), Expected::reply); }
  /// The same for a call that nobody waits for: its answer is not looked at.
  void send_off(Value request) { loop_.emit_unanswered(std::move(request)); }
  /// An effect `forward` with all its members.
  Ask forward(Value request) { return ask(std::move(request), Expected::head); }

 private:
  friend class backend::Backend;
  explicit Http(Loop& loop) : Asking(loop), loop_(loop) {}

  Loop& loop_;
};

class Store final : private Asking {
 public:
  using Asking::Asking;
  Ask try_load(std::string_view key);
  Ask try_save(std::string_view key, Text value);
  Ask try_erase(std::string_view key);
};

class Locks final : private Asking {
 public:
  using Asking::Asking;
  TryLock try_lock(std::string_view name, Millis wait);
};

class Timer final : private Asking {
 public:
  using Asking::Asking;
  Ask sleep(Millis delay);
};

class Crypto final : private Asking {
 public:
  using Asking::Asking;
  Ask try_random(int bytes);
  /// SHA-256.
  Ask try_digest(std::string_view bytes);
};

/// What only the host can get, or end: WeChat's codes, a session of another library.
class Credentials final : private Asking {
 public:
  using Asking::Asking;
  Ask try_credential(CredentialKind kind, bool fresh, bool with_data = false);
};

/// What the person is looking at.
class Screen final : private Asking {
 public:
  using Asking::Asking;
  /// An effect `present` with all its members.
  Ask present(Value what) { return ask(std::move(what), Expected::done); }
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
