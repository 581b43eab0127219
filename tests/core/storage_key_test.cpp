// Where a session is kept whose key nobody has named.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "hufu/storage_key.h"

namespace hufu::test {
namespace {

Config config_of(BackendKind backend, const std::string& base_url) {
  Config config;
  config.backend = backend;
  config.base_url = base_url;
  return config;
}

TEST_CASE("GoTrue's sessions lie where @supabase/supabase-js looks for the project's") {
  // What supabase-js 2 makes of it: `sb-${new URL(url).hostname.split('.')[0]}-auth-token`.
  const std::vector<std::pair<std::string, std::string>> known = {
      {"https://abcdefgh.supabase.co", "sb-abcdefgh-auth-token"},
      {"https://ABCDEFGH.supabase.co/", "sb-abcdefgh-auth-token"},
      {"https://api.example.com:8443/prefix", "sb-api-auth-token"},
      {"http://localhost:54321", "sb-localhost-auth-token"},
      {"http://127.0.0.1:54321", "sb-127-auth-token"},
      {"http://[::1]:54321", "sb-[::1]-auth-token"},
  };
  for (const auto& [url, key] : known)
    CHECK(storage_key_of(config_of(BackendKind::gotrue, url)) == key);
}

TEST_CASE("A key that was named is the key, and other backends have one for all") {
  Config named = config_of(BackendKind::gotrue, "https://abcdefgh.supabase.co");
  named.storage_key = "mine";
  CHECK(storage_key_of(named) == "mine");
  CHECK(storage_key_of(config_of(BackendKind::unified, "https://api.example.com")) ==
        "hufu.session");
}

}  // namespace
}  // namespace hufu::test
