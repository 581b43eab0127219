// The native client, without a server: it links, starts, and knows that nobody is signed in.
#include <cstdio>
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
  if (session) return 2;
  std::printf("%s\n", hufu::describe(session.error().code).sentence.data());
  return session.error().code == hufu::Errc::signed_out ? 0 : 3;
}
