// PostgreSQL: several connections, and other server processes beside this one.
#pragma once

#include <memory>
#include <string>

#include "store/engine.h"

namespace hufu::mock {

/// `url` is what libpq takes: postgresql://user:password@host:port/database?parameter=value.
std::unique_ptr<Engine> make_postgresql_engine(std::string url);

}  // namespace hufu::mock
