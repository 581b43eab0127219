// SQLite: one file, one writer.
#pragma once

#include <memory>
#include <string>

#include "store/engine.h"

namespace hufu::mock {

/// `file` may be ":memory:".
std::unique_ptr<Engine> make_sqlite_engine(std::string file);

}  // namespace hufu::mock
