// What stands before every route of the GoTrue surface: the project's key, and which pages may
// call.
#pragma once

#include <optional>
#include <string>

#include "config.h"
#include "http/message.h"

namespace hufu::mock {

/// The gateway's own refusal: the key is missing or wrong (only if one is configured), or the page
/// is of an origin that nobody named (B16). Not for what browsers navigate to.
std::optional<Response> refuse_at_gateway(const Config& config, const Request& request);

/// Lets a page of a configured origin read the answer; says nothing to others.
void allow_origin(const Config& config, const Request& request, Response& response);

/// What a browser asks before a page of another origin sends its request; nothing for paths of
/// other surfaces.
std::optional<Response> answer_gotrue_preflight(const Config& config, const Request& request);

}  // namespace hufu::mock
