// What stands before every route of the GoTrue surface: the project's key, and which pages may
// call.
#pragma once

#include <optional>

#include "gotrue/gotrue.h"
#include "http/cors.h"

namespace hufu::mock::gotrue {

/// The pages that may call: of origins that somebody named (B16).
CrossOrigin gateway_pages(const MockConfig& config);

/// The gateway's own refusal: the key is missing or wrong (only if one is configured), or the page
/// is of an origin that nobody named.
std::optional<Response> refuse_at_gateway(const Gotrue& gotrue, const CrossOrigin& pages,
                                          const Request& request);

}  // namespace hufu::mock::gotrue
