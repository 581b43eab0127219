// Counts what this program allocates with `new`; linked into the tests that care.
#pragma once

namespace hufu::test {

/// Calls of `operator new` so far, on this thread.
long allocations();
/// Blocks that were allocated and not freed, on all threads.
long living_blocks();

}  // namespace hufu::test
