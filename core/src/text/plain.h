// Text of others that is shown to a person or written to a log.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/text.h"

namespace hufu::text {

/// The text as one line that can neither steer a terminal nor give a secret away: controls and
/// marks that turn the direction of writing become spaces, what looks like a token or a code
/// becomes `…`, and spaces are single. Cut after a whole character to at most `most` bytes.
Text plain(std::string_view text, std::size_t most);

}  // namespace hufu::text
