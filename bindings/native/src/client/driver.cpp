#include "client/driver.h"

#include <hufu/storage_key.h>

#include "system/clock.h"

namespace hufu::native {

/// What the core asked for, noted under the lock and done without it.
struct Driver::ToDo {
  struct Started {
    EffectId id{};
    Effect effect;
    std::stop_token stop;
    std::shared_ptr<Waiter> sender;  // for a `ForwardEffect`
  };
  std::vector<HeldLock> released;
  std::vector<std::stop_source> cancelled;
  std::vector<Started> effects;
  std::vector<std::pair<std::shared_ptr<Waiter>, Result<Outcome>>> done;
};

Result<std::shared_ptr<Driver>> Driver::open(Config config, Host host, TransportOptions transport) {
  config.uptime_counts_suspend = uptime_counts_suspend();
  std::string storage_key = storage_key_of(config);
  Result<std::unique_ptr<hufu::Core>> core = hufu::Core::open(std::move(config));
  if (!core) return core.error();
  Result<std::unique_ptr<IoThread>> io = IoThread::of(host.has_event_loop);
  if (!io) return io.error();
  return std::make_shared<Driver>(std::move(*core), std::move(storage_key), std::move(host),
                                  std::move(transport), std::move(*io));
}

Driver::Driver(std::unique_ptr<hufu::Core> core, std::string storage_key, Host host,
               TransportOptions transport, std::unique_ptr<IoThread> io)
    : storage_key_(std::move(storage_key)),
      host_(std::move(host)),
      transport_(std::move(transport)),
      store_(host_.store ? host_.store : std::make_shared<MemoryStore>()),
      core_(std::move(core)),
      store_line_(std::make_shared<JobLine>(jobs_)),
      callback_line_(std::make_shared<JobLine>(jobs_)),
      io_(std::move(io)) {
  signer_version_ = core_->signer_version();
  signers_.publish(core_->signer());
}

OperationId Driver::begin(const Operation& operation, const std::shared_ptr<Waiter>& waiter) {
  enter([&](hufu::Core& core) {
    if (is_closed_) return;
    waiter->operation = core.begin(operation, now());
    waiters_.emplace(waiter->operation, waiter);
  });
  return waiter->operation;
}

bool Driver::cancel(OperationId operation, Errc why) {
  std::shared_ptr<Waiter> waiter;
  enter([&](hufu::Core& core) {
    auto found = waiters_.extract(operation);
    if (found.empty()) return;
    waiter = std::move(found.mapped());
    core.cancel(operation);
  });
  if (!waiter) return false;
  waiter->done(Error{why, {}, 0, 0});
  return true;
}

void Driver::forget(OperationId operation) {
  const std::lock_guard hold(mutex_);
  waiters_.erase(operation);
}

void Driver::settle(EffectId effect, Answer answer, std::optional<HeldLock> lock) {
  enter([&](hufu::Core&) { apply(Settled{effect, std::move(answer), std::move(lock)}); });
}

void Driver::close() {
  std::vector<OperationId> open;
  std::vector<std::stop_source> stopping;
  {
    const std::lock_guard hold(mutex_);
    is_closed_ = true;
    for (const auto& [operation, waiter] : waiters_)
      open.push_back(operation);
  }
  for (const OperationId operation : open)
    cancel(operation, Errc::cancelled);
  {
    // What nobody waits for any more: a refresh in flight, a lock. A session that has arrived is
    // still stored: the store's line is worked off below.
    const std::lock_guard hold(mutex_);
    for (const auto& [effect, running] : running_) {
      if (!running.is_store) stopping.push_back(running.stop);
    }
  }
  for (std::stop_source& stop : stopping)
    stop.request_stop();
  if (!io_->is_here()) io_->stop();
  jobs_.begin_finish();
  store_line_->nudge();
  callback_line_->nudge();
  jobs_.finish();
  loops_.close();
  const std::lock_guard hold(mutex_);
  held_locks_.clear();
}

void Driver::post_callback(std::function<void()> call) {
  callback_line_->post(std::move(call));
  callback_line_->wake();
}

SessionState Driver::state() {
  const std::lock_guard hold(mutex_);
  return core_->state();
}

/// Lets the core have `change`, and does what it then asks for, until it asks for nothing that can
/// be answered at once.
template <class Change>
void Driver::enter(Change change) {
  ToDo todo;
  {
    const std::lock_guard hold(mutex_);
    change(*core_);
    drain(todo);
  }
  while (true) {
    std::vector<Settled> settled = carry_out(todo);
    if (settled.empty()) return;
    todo = ToDo();
    const std::lock_guard hold(mutex_);
    for (Settled& one : settled) {
      apply(std::move(one));
      drain(todo);
    }
  }
}

void Driver::apply(Settled settled) {
  if (running_.erase(settled.effect) == 0) return;  // cancelled; a lock is given back by its end
  if (settled.lock) held_locks_.emplace(settled.effect, std::move(*settled.lock));
  core_->resolve(settled.effect, settled.answer, now());
}

void Driver::drain(ToDo& todo) {
  while (std::optional<Message> message = core_->next()) {
    if (EffectMessage* effect = std::get_if<EffectMessage>(&*message)) {
      note_effect(std::move(*effect), todo);
    } else if (const CancelMessage* cancelled = std::get_if<CancelMessage>(&*message)) {
      auto found = running_.extract(cancelled->id);
      if (!found.empty()) todo.cancelled.push_back(std::move(found.mapped().stop));
    } else if (DoneMessage* done = std::get_if<DoneMessage>(&*message)) {
      note_done(std::move(*done), todo);
    } else if (const EventMessage* event = std::get_if<EventMessage>(&*message)) {
      note_event(event->event);
    }
  }
  const std::uint32_t version = core_->signer_version();
  if (version != signer_version_) {
    signer_version_ = version;
    signers_.publish(core_->signer());
  }
}

void Driver::note_effect(EffectMessage message, ToDo& todo) {
  if (const UnlockEffect* unlock = std::get_if<UnlockEffect>(&message.effect)) {
    auto found = held_locks_.extract(unlock->lock);
    if (!found.empty()) todo.released.push_back(std::move(found.mapped()));
    return;
  }
  Running& running = running_[message.id];
  const std::stop_token stop = running.stop.get_token();
  running.is_store = std::holds_alternative<LoadEffect>(message.effect) ||
                     std::holds_alternative<SaveEffect>(message.effect) ||
                     std::holds_alternative<EraseEffect>(message.effect);
  if (running.is_store) {
    note_store_job(message.id, std::move(message.effect), stop);
    return;
  }
  std::shared_ptr<Waiter> sender;
  if (const ForwardEffect* forward = std::get_if<ForwardEffect>(&message.effect)) {
    const auto found = waiters_.find(forward->operation);
    if (found != waiters_.end()) sender = found->second;
  }
  todo.effects.push_back({message.id, std::move(message.effect), stop, std::move(sender)});
}

void Driver::note_done(DoneMessage message, ToDo& todo) {
  const auto found = waiters_.find(message.operation);
  if (found == waiters_.end()) return;
  todo.done.emplace_back(found->second, std::move(message.outcome));
  if (!found->second->outlives_operation()) waiters_.erase(found);
}

void Driver::note_event(const Event& event) {
  callback_line_->post([self = shared_from_this(), event] { self->listeners_.tell(event); });
}

/// Noted under the lock, so that the store sees a save and the erase after it in that order.
void Driver::note_store_job(EffectId id, Effect effect, const std::stop_token& stop) {
  store_line_->post([self = shared_from_this(), id, effect = std::move(effect), stop] {
    if (!stop.stop_requested()) self->settle(id, self->use_store(effect));
  });
}

std::vector<Driver::Settled> Driver::carry_out(ToDo& todo) {
  todo.released.clear();
  for (std::stop_source& stop : todo.cancelled)
    stop.request_stop();
  callback_line_->wake();
  for (auto& [waiter, outcome] : todo.done)
    waiter->done(std::move(outcome));
  std::vector<Settled> settled;
  for (ToDo::Started& started : todo.effects) {
    Settled one{started.id, {}, std::nullopt};
    try {
      ForwardEffect* forward = std::get_if<ForwardEffect>(&started.effect);
      if (forward != nullptr) {
        if (started.sender && started.sender->forward(started.id, std::move(*forward))) continue;
        one.answer = FailedAnswer{Errc::unsupported, "no sender was given for this request"};
      } else if (Immediately answer =
                     perform(started.id, std::move(started.effect), started.stop, one.lock)) {
        one.answer = std::move(*answer);
      } else {
        continue;
      }
    } catch (...) {
      // An effect without an answer would leave its flow, and all who joined it, waiting for ever.
      one.answer = FailedAnswer{Errc::host_fault, "out of memory or threads"};
    }
    settled.push_back(std::move(one));
  }
  store_line_->wake();
  return settled;
}

}  // namespace hufu::native
