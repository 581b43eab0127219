// The fake Clerk's routes, under /clerk: the issuer's public key set, and the backend API behind
// the secret key.
#pragma once

#include <memory>

#include "http/router.h"
#include "upstreams/clerk/world.h"

namespace hufu::mock::clerk {

void register_routes(Router& router, const std::shared_ptr<World>& world);

}  // namespace hufu::mock::clerk
