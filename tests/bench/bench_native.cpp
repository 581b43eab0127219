// Figures of the native client: memory, authorize, many callers at once, requests.
#include "bench_native.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "identity_server.h"

namespace {

/// An identity server in a process of its own, so that its memory is not counted as the client's.
class ServerProcess {
 public:
  ServerProcess() {
    int told[2];
    if (::pipe(told) != 0) std::abort();
    process_ = ::fork();
    if (process_ == 0) {
      const hufu::test::IdentityServer server;
      const std::string origin = server.origin() + "\n";
      if (::write(told[1], origin.data(), origin.size()) < 0) std::abort();
      while (true)
        ::pause();
    }
    char text[200] = {};
    if (::read(told[0], text, sizeof text - 1) <= 0) std::abort();
    origin_ = std::string(text, std::string(text).find('\n'));
    ::close(told[0]);
    ::close(told[1]);
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  ~ServerProcess() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  const std::string& origin() const { return origin_; }

 private:
  pid_t process_ = 0;
  std::string origin_;
};

}  // namespace

std::unique_ptr<hufu::native::Client> hufu::bench::signed_in(const std::string& origin) {
  Config config;
  config.base_url = origin;
  auto client = native::Client::open(config).value();
  SignInWithWechat with;
  with.code = Secret("code");
  if (!client->sign_in_with_wechat(with)) {
    std::fprintf(stderr, "bench_native: cannot sign in at %s\n", origin.c_str());
    std::exit(1);
  }
  return client;
}

int main() {
  {
    const ServerProcess server;
    hufu::bench::measure_memory(server.origin());
  }
  hufu::bench::measure_authorize();
  hufu::bench::measure_storm();
  hufu::bench::measure_fetch();
  hufu::bench::measure_fetch_64();
}
