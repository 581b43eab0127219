// Numbers and codes that another screen shows.
#pragma once

#include <unistd.h>

#include <utility>

#include "failure.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {

/// Has `attempt` told what `read` gives. Somebody at a terminal is asked again while it is the
/// wrong one: the server says when it has had enough. Throws `Failure`.
template <class Read, class Attempt>
auto until_right(Read read, Attempt attempt) {
  while (true) {
    auto done = attempt(read());
    if (done) return std::move(done).value();
    if (!done.is(Errc::wrong_number) || !is_terminal(STDIN_FILENO)) throw failure_of(done.error());
    warn(done.error().message(spoken()));
  }
}

}  // namespace hufu::cli
