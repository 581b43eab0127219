#include "transport/loop_pool.h"

#include <utility>

namespace hufu::native {
namespace {

// More threads than this that fetch at once open new connections.
constexpr std::size_t kMostIdle = 32;

}  // namespace

std::shared_ptr<NetworkLoop> LoopPool::borrow() {
  const std::lock_guard hold(mutex_);
  if (idle_.empty()) return std::make_shared<NetworkLoop>();
  std::shared_ptr<NetworkLoop> loop = std::move(idle_.back());
  idle_.pop_back();
  return loop;
}

void LoopPool::give_back(std::shared_ptr<NetworkLoop> loop) {
  const std::lock_guard hold(mutex_);
  if (!is_closed_ && idle_.size() < kMostIdle) idle_.push_back(std::move(loop));
}

void LoopPool::close() {
  const std::lock_guard hold(mutex_);
  idle_.clear();
  is_closed_ = true;
}

}  // namespace hufu::native
