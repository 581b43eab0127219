// LISTEN, by a connection of its own: SOCI's are asked, and do not hear.
#pragma once

#include <memory>
#include <string>

#include "store/ear.h"

namespace hufu::mock {

/// Blocks until it listens. Throws `DatabaseFailure`.
std::unique_ptr<Ear> make_postgresql_ear(const std::string& url);

}  // namespace hufu::mock
