#include "client/signer_slots.h"

#include <utility>

namespace hufu::native {
namespace {

/// Spreads threads over the slots: the first thread begins at slot 0, the second at 1, …
std::size_t first_choice() noexcept {
  static std::atomic<std::size_t> threads{0};
  thread_local const std::size_t mine = threads.fetch_add(1, std::memory_order_relaxed);
  return mine;
}

}  // namespace

void SignerSlots::publish(std::shared_ptr<const Signer> signer) {
  {
    const std::lock_guard hold(mutex_);
    signer_.swap(signer);
    version_.fetch_add(1, std::memory_order_release);
  }
  for (Slot& slot : slots_) {
    // A slot in use just now is emptied by its next user, who sees the new version.
    if (slot.is_taken.exchange(true, std::memory_order_acquire)) continue;
    slot.signer.reset();
    slot.version = 0;
    slot.is_taken.store(false, std::memory_order_release);
  }
}

std::shared_ptr<const Signer> SignerSlots::current() const noexcept {
  const std::size_t first = first_choice();
  const std::uint32_t version = version_.load(std::memory_order_acquire);
  for (std::size_t i = 0; i < kSlots; ++i) {
    Slot& slot = slots_[(first + i) % kSlots];
    if (slot.is_taken.exchange(true, std::memory_order_acquire)) continue;
    if (slot.version != version) fill(slot, version);
    std::shared_ptr<const Signer> mine = slot.signer;
    slot.is_taken.store(false, std::memory_order_release);
    if (mine) return mine;
    break;  // out of memory
  }
  const std::lock_guard hold(mutex_);
  return signer_;
}

void SignerSlots::fill(Slot& slot, std::uint32_t version) const {
  try {
    const std::lock_guard hold(mutex_);
    // Points to the same signer, but counts its users in an allocation of this slot.
    const auto owner = std::make_shared<const std::shared_ptr<const Signer>>(signer_);
    slot.signer = std::shared_ptr<const Signer>(owner, owner->get());
    slot.version = version;
  } catch (...) {
    slot.signer.reset();
    slot.version = 0;
  }
}

}  // namespace hufu::native
