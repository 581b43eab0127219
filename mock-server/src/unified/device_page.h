// The page behind verification_uri of the device sign-in.
#pragma once

#include "people/backend.h"

namespace hufu::mock {

/// GET /device: the code in the query, as text and as a picture to scan. Knows nothing, does
/// nothing, runs nothing.
boost::asio::awaitable<Response> show_device_page(Backend& backend, Request request);

}  // namespace hufu::mock
