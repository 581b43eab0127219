#include "allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
thread_local long counted = 0;
std::atomic<long> living = 0;
}  // namespace

void* operator new(std::size_t size) {
  ++counted;
  ++living;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept {
  if (memory != nullptr) --living;
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace hufu::test {

long allocations() { return counted; }
long living_blocks() { return living; }

}  // namespace hufu::test
