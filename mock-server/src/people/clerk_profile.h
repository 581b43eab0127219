// Fills in what a Clerk token does not say, behind the back of the request that brought it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "people/backend.h"
#include "store/identities.h"

namespace hufu::mock {

/// Starts asking Clerk for name, e-mail and picture if that never succeeded; returns at once. One
/// question at a time for each identity; after a failure the next request with that identity asks
/// again.
void start_clerk_lookup(Backend& backend, const Identity& identity);

/// Until the question about this identity is answered, or for a second: Clerk may be slow.
boost::asio::awaitable<void> wait_for_clerk_lookup(Backend& backend, std::string identity_id);

}  // namespace hufu::mock
