// The Clerk instance behind a publishable key.
#include "settings/clerk_instance.h"

#include <string>
#include <string_view>

#include "crypto/encoding.h"

namespace hufu::mock {
namespace {

// pk_test_ or pk_live_, and the host of the instance's frontend API in base64, ended by "$": that
// host is also the issuer of its tokens (clerk.com/docs/guides/how-clerk-works/overview). Empty for
// a key that is none.
std::string frontend_host(const std::string& publishable_key) {
  const std::size_t begin = std::string_view("pk_test_").size();
  if (!publishable_key.starts_with("pk_test_") && !publishable_key.starts_with("pk_live_"))
    return "";
  std::string encoded = publishable_key.substr(begin);
  encoded.append((4 - encoded.size() % 4) % 4, '=');
  const std::string host = decode_base64(encoded).value_or("");
  const bool is_host =
      host.size() > 1 &&
      host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-") == host.size() - 1;
  return is_host && host.ends_with('$') ? host.substr(0, host.size() - 1) : "";
}

}  // namespace

void choose_clerk_instance(Config& config) {
  if (config.clerk_publishable_key.empty() || !config.clerk_issuer.empty()) return;
  const std::string host = frontend_host(config.clerk_publishable_key);
  if (host.empty()) {
    throw ConfigError{
        "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is no publishable key of Clerk: copy it whole from the "
        "dashboard (API keys), or unset it for the fake Clerk"};
  }
  if (config.clerk_secret_key == Config().clerk_secret_key) {
    throw ConfigError{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY names the Clerk instance " + host +
                      ": set its CLERK_SECRET_KEY, too, or unset both for the fake Clerk"};
  }
  config.clerk_issuer = "https://" + host;
}

}  // namespace hufu::mock
