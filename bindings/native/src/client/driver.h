// Drives the core: one short lock around it, everything else outside that lock.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <hufu/core.h>
#include <hufu/native/host.h>

#include "client/jobs.h"
#include "client/listeners.h"
#include "client/signer_slots.h"
#include "client/waiters.h"
#include "lock/held_lock.h"
#include "transport/io_thread.h"
#include "transport/loop_pool.h"
#include "transport/whole_answer.h"

namespace hufu::native {

/// The core with its effects carried out.
///
/// Nobody does another's work: network, sleep and contended locks belong to the I/O thread and to
/// jobs, the application's own requests to whoever waits for them, stores to a line of jobs. So a
/// thread that drained messages is never held up by them, and nobody waits for a thread that is
/// busy elsewhere. The lock is held only while the core runs (microseconds), never over I/O and
/// never while the application's code runs.
class Driver : public std::enable_shared_from_this<Driver> {
 public:
  static Result<std::shared_ptr<Driver>> open(Config config, Host host, TransportOptions transport);
  Driver(std::unique_ptr<hufu::Core> core, std::string storage_key, Host host,
         TransportOptions transport, std::unique_ptr<IoThread> io);

  /// Starts an operation; its end is told to `waiter`. 0 if the client is closed; then it is not.
  OperationId begin(const Operation& operation, const std::shared_ptr<Waiter>& waiter);
  /// Ends an operation (or the body after it) with `why`; false if it has ended.
  bool cancel(OperationId operation, Errc why);
  /// Nobody needs to find `operation` any more.
  void forget(OperationId operation);
  /// Answers an effect, unless it was cancelled; then a granted lock is given back.
  void settle(EffectId effect, Answer answer, std::optional<HeldLock> lock = std::nullopt);
  /// Ends all operations with `cancelled`, stops the network, waits for jobs. May be called twice.
  void close();

  /// Has `call` made on a thread of the client, after those that were posted before.
  void post_callback(std::function<void()> call);

  Listeners& listeners() { return listeners_; }
  LoopPool& loops() { return loops_; }
  IoThread& io() { return *io_; }
  const SignerSlots& signers() const { return signers_; }
  const TransportOptions& transport() const { return transport_; }
  SessionState state();

 private:
  struct ToDo;
  /// An effect that has not been answered.
  struct Running {
    std::stop_source stop;
    bool is_store = false;  ///< Is finished even when the client is closed.
  };
  /// An answer that is there at once.
  struct Settled {
    EffectId effect{};
    Answer answer;
    std::optional<HeldLock> lock;
  };
  using Immediately = std::optional<Answer>;

  template <class Change>
  void enter(Change change);
  void apply(Settled settled);
  void drain(ToDo& todo);
  void note_effect(EffectMessage message, ToDo& todo);
  void note_done(DoneMessage message, ToDo& todo);
  void note_event(const Event& event);
  void note_store_job(EffectId id, Effect effect, const std::stop_token& stop);
  std::vector<Settled> carry_out(ToDo& todo);

  // effects.cpp: each either answers at once, or sees to it that `settle` is called.
  Immediately perform(EffectId id, Effect effect, const std::stop_token& stop,
                      std::optional<HeldLock>& lock);
  Immediately perform(EffectId id, SleepEffect effect, const std::stop_token& stop);
  Immediately perform(EffectId id, const LockEffect& effect, const std::stop_token& stop,
                      std::optional<HeldLock>& lock);
  Immediately perform(EffectId id, CredentialEffect effect);
  Immediately perform(EffectId id, PresentEffect effect);
  Immediately renew(EffectId id, HttpEffect effect, const std::stop_token& stop);
  template <class NetworkEffect>
  Immediately send(EffectId id, NetworkEffect effect, const std::stop_token& stop);
  Answer use_store(const Effect& effect);
  LockPlace place_of(const std::string& lock) const;

  const std::string storage_key_;
  const Host host_;
  const TransportOptions transport_;
  const std::shared_ptr<Store> store_;

  std::mutex mutex_;  // guards what follows, up to the blank line
  std::unique_ptr<hufu::Core> core_;
  std::unordered_map<OperationId, std::shared_ptr<Waiter>> waiters_;
  std::unordered_map<EffectId, Running> running_;
  std::unordered_map<EffectId, HeldLock> held_locks_;
  std::uint32_t signer_version_ = 0;
  bool is_closed_ = false;

  SignerSlots signers_;
  Listeners listeners_;
  LoopPool loops_;

  Jobs jobs_;
  std::shared_ptr<JobLine> store_line_;
  std::shared_ptr<JobLine> callback_line_;
  const std::unique_ptr<IoThread> io_;
};

}  // namespace hufu::native
