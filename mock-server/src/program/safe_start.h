// What hufu-backend does not start with.
#pragma once

#include "program/settings.h"

namespace hufu::mock {

/// Throws `ConfigError` unless there is a database that stays.
void require_database(const ProgramSettings& settings);

/// Throws `ConfigError` for the first setting that is missing, made up, too short, or would let
/// anybody be anybody: which one it is, and what to do.
void require_safe_start(const ProgramSettings& settings);

}  // namespace hufu::mock
