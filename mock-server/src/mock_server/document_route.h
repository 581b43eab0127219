// GET /openapi.json.
#pragma once

#include "http/router.h"

namespace hufu::mock {

/// All routes of all families, control included.
void register_document_route(Router& router);

}  // namespace hufu::mock
