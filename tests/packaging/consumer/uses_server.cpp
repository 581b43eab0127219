// The guard, without a server: it links, starts, and lets in nobody.
#include <hufu/server/guard.h>

int main() {
  using namespace hufu::server;
  const Guard guard({.issuers = {unified({.base_url = "http://127.0.0.1:1"})}});
  const Asked asked = guard.authenticate({"GET", {}});
  const auto* refusal = std::get_if<Refusal>(&asked);
  return refusal != nullptr && refusal->status() == 401 ? 0 : 1;
}
