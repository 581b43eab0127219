// The signer of this moment, handed to many threads without any of them waiting.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

#include <hufu/signer.h>

namespace hufu::native {

/// Threads that copied one shared_ptr would fight for its reference count. Here each thread finds a
/// slot of its own with a count of its own, so nothing but an unchanging version number is shared.
/// A slot is claimed for some nanoseconds by one flag; if it is taken, the next one is tried.
class SignerSlots {
 public:
  /// From now on this signer; the old one is dropped everywhere, so that its token can be wiped.
  void publish(std::shared_ptr<const Signer> signer);
  /// The present signer. Allocates only the first time after a change.
  std::shared_ptr<const Signer> current() const noexcept;

 private:
  static constexpr std::size_t kSlots = 8;

  struct alignas(64) Slot {  // a cache line each
    std::atomic<bool> is_taken = false;
    std::uint32_t version = 0;
    std::shared_ptr<const Signer> signer;
  };

  void fill(Slot& slot, std::uint32_t version) const;

  std::atomic<std::uint32_t> version_ = 0;
  mutable std::array<Slot, kSlots> slots_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Signer> signer_;
};

}  // namespace hufu::native
