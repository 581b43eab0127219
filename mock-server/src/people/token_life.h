// How an answer tells the life of its access token.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "settings/oddities.h"

namespace hufu::mock {

/// `answer[name]`: a number, the same as text, or nothing at all.
void tell_life(nlohmann::json& answer, const char* name, std::int64_t seconds, LifeForm form);

}  // namespace hufu::mock
