// What a request brings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hufu/server/platform.h>
#include <hufu/server/request.h>

namespace hufu::server {

/// The token that came, and whether without a scheme.
struct Brought {
  std::string_view token;
  bool is_bare = false;
};

/// All lines of the header of that name.
std::vector<std::string_view> lines_of(const RequestView& request, std::string_view name);

/// The token of the Authorization header; nothing if there is none. Throws a `Refusal`.
std::optional<Brought> brought_in(const RequestView& request);

/// What X-Platform says; nothing if it is not there. Throws a `Refusal`.
std::optional<Platform> platform_in(const RequestView& request, bool is_required);

}  // namespace hufu::server
