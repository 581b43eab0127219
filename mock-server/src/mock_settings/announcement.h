// What a started server says of itself.
#pragma once

#include <string>

#include "mock_settings/mock_config.h"

namespace hufu::mock {

/// Ids and secrets that the fakes here want, a line each; of those that were set from outside only
/// where they came from. Empty where all upstreams are real.
std::string describe_fakes(const MockConfig& config);

}  // namespace hufu::mock
