// Files of mock-server/ that the build puts inside the library (embed.cmake).
#pragma once

#include <string_view>

namespace hufu::mock::embedded {

/// test-keys/clerk.jwks.json
std::string_view clerk_test_jwks();
/// openapi.json
std::string_view openapi_document();

}  // namespace hufu::mock::embedded
