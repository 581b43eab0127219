// The hapi server of document 002: a JWT of seven days for WeChat's encrypted data.
#pragma once

#include "backends/dialect.h"

namespace hufu::backends {

extern const Dialect kWxLogin;

}  // namespace hufu::backends
