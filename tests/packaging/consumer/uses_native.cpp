// The native client, without a server: it links, starts, knows that nobody is signed in, and finds
// libcurl when it sends a request.
#include <memory>

#include <hufu/native/client.h>
#include <hufu/native/plain_request.h>
#include <hufu/native/store.h>

int main() {
  hufu::Config config;
  config.base_url = "https://api.example.com";
  hufu::native::Host host;
  host.store = std::make_shared<hufu::native::MemoryStore>();

  auto client = hufu::native::Client::open(config, host);
  if (!client) return 1;
  const auto session = (*client)->session();
  if (!session || session->state != hufu::SessionState::signed_out) return 2;

  const auto answer = hufu::native::send_plain({.url = "http://127.0.0.1:1"});  // nobody is there
  return answer.is(hufu::Errc::network) ? 0 : 3;
}
