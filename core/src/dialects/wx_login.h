// The hapi server of document 002: a JWT of seven days for WeChat's encrypted data.
#pragma once

#include "dialects/dialect.h"

namespace hufu::dialects {

extern const Dialect kWxLogin;

}  // namespace hufu::dialects
