#include "allocations.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
thread_local long counted = 0;
std::atomic<long> living = 0;
thread_local std::string_view sought = {};
thread_local long found = 0;
}  // namespace

void* operator new(std::size_t size) {
  ++counted;
  ++living;
  if (void* memory = std::malloc(size)) return memory;
  std::abort();
}
void operator delete(void* memory) noexcept {
  if (memory != nullptr) --living;
  if (memory != nullptr && !sought.empty()) {
    const std::string_view block(static_cast<const char*>(memory), malloc_usable_size(memory));
    if (block.find(sought) != block.npos) ++found;
  }
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }

namespace hufu::test {

long allocations() { return counted; }
long living_blocks() { return living; }

Search::Search(std::string_view letters) {
  sought = letters;
  found = 0;
}
Search::~Search() { sought = {}; }
long Search::freed_with_it() const { return found; }

}  // namespace hufu::test
