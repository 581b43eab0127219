// Where keys may come from.
#pragma once

#include <string>
#include <string_view>

namespace hufu::server {

/// The address, if nobody on the way can change what comes from there: over https; from this
/// machine over http, too. Throws std::invalid_argument.
std::string safe_url(std::string url);

/// What `supabase-js` names a project by: the first part of its host.
std::string project_of(std::string_view url);

std::string without_slash(std::string url);

}  // namespace hufu::server
