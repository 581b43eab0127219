// Times as GoTrue's clients get them.
#pragma once

#include <string>

#include "base/clock.h"

namespace hufu::mock::gotrue {

/// "2026-11-29T16:00:00.000Z"
std::string iso_time(WallMs at_ms);

}  // namespace hufu::mock::gotrue
