// The Clerk instance behind a publishable key.
#pragma once

#include <string>

namespace hufu::mock {

/// The host of the instance's frontend API, which is also the issuer of its tokens. Empty for a key
/// that is none.
std::string clerk_host_in(const std::string& publishable_key);

}  // namespace hufu::mock
