// Ids in paths and bodies.
#pragma once

#include <string_view>

namespace hufu::mock::gotrue {

/// Of the form that all ids here have, in any case.
bool is_uuid(std::string_view text);

}  // namespace hufu::mock::gotrue
