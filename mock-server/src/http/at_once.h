// Handlers that have their answer at once, written as ordinary functions.
#pragma once

#include <functional>

#include "http/router.h"

namespace hufu::mock {

using PlainHandler = std::function<Response(const Request&)>;

/// Makes a `Handler` of a function that waits for nothing.
Handler at_once(PlainHandler answer);

}  // namespace hufu::mock
