// How each effect is carried out.
#include <utility>

#include "client/driver.h"
#include "system/crypto.h"

namespace hufu::native {
namespace {

constexpr std::string_view kRenewal = "refresh";

Answer failed(const Error& error) { return FailedAnswer{error.code, error.detail}; }

Answer bytes_answer(Result<std::string> bytes) {
  if (!bytes) return failed(bytes.error());
  return BytesAnswer{std::move(*bytes)};
}

/// Runs the application's code; whatever it throws becomes an answer.
template <class Call>
Answer answer_of(Call call) {
  try {
    return call();
  } catch (...) {
    return FailedAnswer{Errc::host_fault, "a function of the application threw"};
  }
}

}  // namespace

Driver::Immediately Driver::perform(EffectId id, Effect effect, const std::stop_token& stop,
                                    std::optional<HeldLock>& lock) {
  if (auto* http = std::get_if<HttpEffect>(&effect)) {
    if (http->flow == kRenewal) return renew(id, std::move(*http), stop);
    return send(id, std::move(*http), stop);
  }
  if (auto* upload = std::get_if<UploadEffect>(&effect)) return send(id, std::move(*upload), stop);
  if (auto* sleep = std::get_if<SleepEffect>(&effect)) return perform(id, *sleep, stop);
  if (auto* taking = std::get_if<LockEffect>(&effect)) return perform(id, *taking, stop, lock);
  if (auto* asking = std::get_if<CredentialEffect>(&effect)) return perform(id, *asking);
  if (auto* showing = std::get_if<PresentEffect>(&effect)) return perform(id, *showing);
  if (auto* random = std::get_if<RandomEffect>(&effect)) {
    return bytes_answer(random_bytes(random->bytes));
  }
  if (auto* digest = std::get_if<DigestEffect>(&effect)) return bytes_answer(sha256(digest->bytes));
  return FailedAnswer{Errc::unsupported, "this host does not know the effect"};
}

/// A refresh token can be spent once: first it is made sure that what comes for it can be kept.
Driver::Immediately Driver::renew(EffectId id, HttpEffect effect, const std::stop_token& stop) {
  store_line_->post([self = shared_from_this(), id, effect = std::move(effect), stop] {
    if (stop.stop_requested()) return;
    Answer answer = answer_of([&]() -> Answer {
      const Result<Nothing> ready = self->store_->prepare_save(self->storage_key_);
      if (ready) return DoneAnswer{};
      return FailedAnswer{ready.error().code,
                          ready.error().detail + "; so the session is not renewed"};
    });
    if (std::holds_alternative<DoneAnswer>(answer)) {
      self->send(id, effect, stop);
    } else {
      self->settle(id, std::move(answer));
    }
  });
  return std::nullopt;
}

// Work on the loop captures a plain pointer: the loop's thread ends before the driver does.

template <class NetworkEffect>
Driver::Immediately Driver::send(EffectId id, NetworkEffect effect, const std::stop_token& stop) {
  if (host_.http) {
    jobs_.run([self = shared_from_this(), id, call = OwnCall(std::move(effect)), stop] {
      if (stop.stop_requested()) return;
      self->settle(id, answer_of([&]() -> Answer {
                     Result<HttpAnswer> answer = self->host_.http(call, stop);
                     if (!answer) return failed(answer.error());
                     return std::move(*answer);
                   }));
    });
    return std::nullopt;
  }
  using OnStop = std::stop_callback<std::function<void()>>;
  const std::shared_ptr<NetworkLoop>& loop = io_->loop();
  // The transfer's end frees the callback, the callback does not keep the transfer.
  const auto on_stop = std::make_shared<std::unique_ptr<OnStop>>();
  const std::shared_ptr<Transfer> transfer =
      WholeAnswer::of(std::move(effect), transport_, [this, id, on_stop](Answer answer) {
        on_stop->reset();
        settle(id, std::move(answer));
      });
  loop->post([loop = loop.get(), transfer, on_stop, stop] {
    if (stop.stop_requested()) return;
    const auto remove = [loop, removed = std::weak_ptr<Transfer>(transfer)] {
      loop->post([loop, removed] {
        if (const std::shared_ptr<Transfer> found = removed.lock()) loop->remove(found);
      });
    };
    *on_stop = std::make_unique<OnStop>(stop, remove);
    loop->add(transfer);
  });
  return std::nullopt;
}

Driver::Immediately Driver::perform(EffectId id, SleepEffect effect, const std::stop_token& stop) {
  NetworkLoop* const loop = io_->loop().get();
  loop->post([this, loop, id, delay_ms = effect.delay_ms, stop] {
    if (stop.stop_requested()) return;
    // A cancelled sleep runs out and is then ignored.
    loop->after(delay_ms, [this, id] { settle(id, DoneAnswer{}); });
  });
  return std::nullopt;
}

Driver::Immediately Driver::perform(EffectId id, const LockEffect& effect,
                                    const std::stop_token& stop, std::optional<HeldLock>& lock) {
  const LockPlace place = place_of(effect.name);
  Result<HeldLock> free = HeldLock::take(place, 0, stop);
  if (free) {
    lock.emplace(std::move(*free));
    return DoneAnswer{};
  }
  if (!free.is(Errc::lock_timeout) || effect.wait_ms <= 0) return failed(free.error());
  jobs_.run([self = shared_from_this(), id, place, wait_ms = effect.wait_ms, stop] {
    Result<HeldLock> taken = HeldLock::take(place, wait_ms, stop);
    if (taken) {
      self->settle(id, DoneAnswer{}, std::move(*taken));
    } else {
      self->settle(id, failed(taken.error()));
    }
  });
  return std::nullopt;
}

Driver::Immediately Driver::perform(EffectId id, CredentialEffect effect) {
  if (!host_.credential) {
    return FailedAnswer{Errc::unsupported, "no credential callback configured for " +
                                               std::string(name(effect.credential))};
  }
  jobs_.run([self = shared_from_this(), id, effect] {
    self->settle(id, answer_of([&]() -> Answer {
                   auto given = self->host_.credential(effect.credential, effect.fresh);
                   if (!given) return failed(given.error());
                   return std::move(*given);
                 }));
  });
  return std::nullopt;
}

Driver::Immediately Driver::perform(EffectId id, PresentEffect effect) {
  if (!host_.present) {
    return FailedAnswer{Errc::unsupported, "no present callback configured for " + effect.show};
  }
  jobs_.run([self = shared_from_this(), id, effect = std::move(effect)] {
    self->settle(id, answer_of([&]() -> Answer {
                   const Result<Nothing> shown = self->host_.present(effect);
                   if (!shown) return failed(shown.error());
                   return DoneAnswer{};
                 }));
  });
  return std::nullopt;
}

Answer Driver::use_store(const Effect& effect) {
  return answer_of([&]() -> Answer {
    if (const LoadEffect* load = std::get_if<LoadEffect>(&effect)) {
      Result<std::optional<Secret>> text = store_->load(load->key);
      if (!text) return failed(text.error());
      return LoadAnswer{std::move(*text)};
    }
    Result<Nothing> done = Nothing{};
    if (const SaveEffect* save = std::get_if<SaveEffect>(&effect)) {
      done = store_->save(save->key, save->value);
    } else if (const EraseEffect* erase = std::get_if<EraseEffect>(&effect)) {
      done = store_->erase(erase->key);
    }
    if (!done) return failed(done.error());
    return DoneAnswer{};
  });
}

LockPlace Driver::place_of(const std::string& lock) const {
  LockPlace place;
  place.file = store_->lock_file(lock);
  // Without a file, clients of this process exclude each other if they share the store.
  place.line =
      !place.file.empty()
          ? place.file
          : std::to_string(reinterpret_cast<std::uintptr_t>(store_->identity())) + " " + lock;
  return place;
}

}  // namespace hufu::native
