// An error that the core finds itself, where no server has said anything.
#pragma once

#include <string_view>

#include "hufu/result.h"

namespace hufu {

/// `detail`: more about this case (hufu/result.h).
Error failure(Errc code, std::string_view detail = {});

}  // namespace hufu
