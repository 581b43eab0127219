// For programs of their own, like a command line: nothing of a session is left where others look.
#pragma once

namespace hufu::native {

/// Call it first in `main`, before any thread: there will be no core dump of this process, on Linux
/// no other process of the same user may read its memory, and with glibc what is freed is
/// overwritten, also by libraries that do not think of it (HTTP buffers, parsed JSON).
///
/// It changes the whole process, so that only the program may call it, never a library. Debuggers
/// and profilers cannot attach any more. What the system does not know is left out.
void keep_memory_private();

}  // namespace hufu::native
