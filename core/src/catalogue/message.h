// What an error says to people, in English.
#pragma once

#include <string_view>

#include "base/text.h"
#include "hufu/errors.h"

namespace hufu {

/// The table's sentence; in brackets `detail`, if there is one, and the seconds that a server has
/// asked to wait.
Text message_of(Errc code, std::string_view detail, double retry_after_ms);

}  // namespace hufu
