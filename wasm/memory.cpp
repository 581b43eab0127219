// The allocator of core.wasm, and the functions of the C library that go over memory.
//
// A block has a power of two bytes. The first eight are ours and hold its kind, the logarithm; free
// blocks of a kind are a list. Nothing is joined, split or given back to the host: what a client
// needs, it needs again. Small, and quick (docs/decisions/0009-wasm-size.md).
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

extern "C" unsigned char __heap_base;  // by the linker: where the stack and the constants end

namespace {

struct Free {
  Free* next;
};

constexpr std::size_t kHead = 8;
constexpr unsigned kSmallestKind = 4;
constexpr unsigned kLargestKind = 30;
constexpr std::size_t kPage = 65536;

Free* lists[kLargestKind + 1];
std::uintptr_t top = 0;  // where no block has been yet

std::uint32_t& kind_of(void* block) { return static_cast<std::uint32_t*>(block)[-2]; }

unsigned kind_for(std::size_t size) {
  const auto least =
      static_cast<unsigned>(32 - __builtin_clz(static_cast<unsigned>(size + kHead - 1)));
  return least < kSmallestKind ? kSmallestKind : least;
}

bool has_memory_up_to(std::uintptr_t end) {
  const std::uintptr_t present = __builtin_wasm_memory_size(0) * kPage;
  if (end <= present) return true;
  return __builtin_wasm_memory_grow(0, (end - present + kPage - 1) / kPage) !=
         static_cast<std::size_t>(-1);
}

void* new_block(unsigned kind) {
  if (top == 0) top = (reinterpret_cast<std::uintptr_t>(&__heap_base) + kHead - 1) & ~(kHead - 1);
  const std::uintptr_t end = top + (std::uintptr_t{1} << kind);
  if (end < top || !has_memory_up_to(end)) return nullptr;
  void* block = reinterpret_cast<void*>(top + kHead);
  top = end;
  kind_of(block) = kind;
  return block;
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) {
  if (size > (std::size_t{1} << kLargestKind) - kHead) return nullptr;
  const unsigned kind = kind_for(size);
  Free* block = lists[kind];
  if (block == nullptr) return new_block(kind);
  lists[kind] = block->next;
  return block;
}

void free(void* block) {
  if (block == nullptr) return;
  Free*& list = lists[kind_of(block)];
  list = new (block) Free{list};
}

void* realloc(void* block, std::size_t size) {
  if (block == nullptr) return malloc(size);
  const std::size_t room = (std::size_t{1} << kind_of(block)) - kHead;
  if (size <= room) return block;
  void* larger = malloc(size);
  if (larger == nullptr) return nullptr;
  std::memcpy(larger, block, room);
  free(block);
  return larger;
}

void* calloc(std::size_t count, std::size_t size) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) return nullptr;
  void* block = malloc(bytes);
  return block == nullptr ? nullptr : std::memset(block, 0, bytes);
}

#ifdef __wasm_bulk_memory__

void* memcpy(void* to, const void* from, std::size_t size) {
  return __builtin_memcpy(to, from, size);
}
void* memmove(void* to, const void* from, std::size_t size) {
  return __builtin_memmove(to, from, size);
}
void* memset(void* at, int byte, std::size_t size) { return __builtin_memset(at, byte, size); }

#else

// Four bytes at a time where both places allow it.
void* memcpy(void* to, const void* from, std::size_t size) {
  auto* out = static_cast<unsigned char*>(to);
  auto* in = static_cast<const unsigned char*>(from);
  const bool is_aligned =
      ((reinterpret_cast<std::uintptr_t>(to) | reinterpret_cast<std::uintptr_t>(from)) & 3) == 0;
  if (is_aligned) {
    for (; size >= 4; size -= 4, out += 4, in += 4)
      *reinterpret_cast<std::uint32_t*>(out) = *reinterpret_cast<const std::uint32_t*>(in);
  }
  for (; size > 0; --size)
    *out++ = *in++;
  return to;
}

void* memmove(void* to, const void* from, std::size_t size) {
  auto* out = static_cast<unsigned char*>(to);
  auto* in = static_cast<const unsigned char*>(from);
  if (out <= in) return memcpy(to, from, size);  // upwards: nothing is read after it was written
  while (size-- > 0)
    out[size] = in[size];
  return to;
}

void* memset(void* at, int byte, std::size_t size) {
  auto* out = static_cast<unsigned char*>(at);
  for (; size > 0; --size)
    *out++ = static_cast<unsigned char>(byte);
  return at;
}

#endif
}
