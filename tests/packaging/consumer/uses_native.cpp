// The native client, without a server: it links, starts, and knows that nobody is signed in.
#include <memory>

#include <hufu/native/client.h>
#include <hufu/native/store.h>

int main() {
  hufu::Config config;
  config.base_url = "https://api.example.com";
  hufu::native::Host host;
  host.store = std::make_shared<hufu::native::MemoryStore>();

  auto client = hufu::native::Client::open(config, host);
  if (!client) return 1;
  const auto session = (*client)->session();
  return session && session->state == hufu::SessionState::signed_out ? 0 : 2;
}
