// The JSON body of a request to the GoTrue surface.
#pragma once

#include "http/json_body.h"

namespace hufu::mock::gotrue {

/// Throws `Error` 400 `bad_json` for what is no JSON object, and for one that is not sent as
/// JSON.
JsonBody read_body(const Request& request);

}  // namespace hufu::mock::gotrue
