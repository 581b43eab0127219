// Public keys, as a JWK writes their numbers.
#pragma once

#include <nlohmann/json.hpp>

#include <hufu/server/algorithm.h>

#include "openssl.h"

namespace hufu::server {

/// The key with these numbers; null if they make none for this algorithm.
Pkey imported(const nlohmann::json& jwk, Algorithm algorithm);

}  // namespace hufu::server
