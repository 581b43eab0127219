// Counts what this program allocates with `new`, and what is in it when it is freed; linked into
// the tests that care.
#pragma once

#include <string_view>

namespace hufu::test {

/// Calls of `operator new` so far, on this thread.
long allocations();
/// Blocks that were allocated and not freed, on all threads.
long living_blocks();

/// Looks, while it lives, into each block that this thread frees. One at a time.
class Search {
 public:
  explicit Search(std::string_view letters);
  ~Search();
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  long freed_with_it() const;
};

}  // namespace hufu::test
