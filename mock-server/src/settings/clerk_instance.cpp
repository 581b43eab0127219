// The Clerk instance behind a publishable key.
#include "settings/clerk_instance.h"

#include <string_view>

#include "crypto/encoding.h"

namespace hufu::mock {

// pk_test_ or pk_live_, and the host in base64, ended by "$"
// (clerk.com/docs/guides/how-clerk-works/overview).
std::string clerk_host_in(const std::string& publishable_key) {
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

}  // namespace hufu::mock
