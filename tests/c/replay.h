// Replays a flow script (tests/vectors/flows/README.md) through the C ABI.
#pragma once

#include <string>

#include "text/json.h"

namespace hufu::test {

/// Plays the script; gives what went wrong first, or nothing.
std::string replay(const Value& script);

}  // namespace hufu::test
