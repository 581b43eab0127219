// HTTP/2, spoken with nghttpd, which speaks nothing else.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch_test_macros.hpp>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "caller.h"
#include "certificates.h"
#include "scratch.h"

namespace {

using hufu::test::Authority;
using hufu::test::Caller;
using hufu::test::Scratch;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  ::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &length);
  ::close(probe);
  return ntohs(address.sin_port);
}

bool listens(std::uint16_t port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  const bool connected =
      ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return connected;
}

/// nghttpd on loopback with a certificate of `authority`, serving the files of a directory.
class Nghttpd {
 public:
  explicit Nghttpd(const Authority& authority) {
    const auto identity = authority.vouch_for();
    hufu::test::write_file(scratch_.in("key.pem"), identity.key);
    hufu::test::write_file(scratch_.in("cert.pem"), identity.certificate);
    hufu::test::write_file(scratch_.in("profile.json"), R"({"id":"u1"})");
    const std::string port = std::to_string(port_);
    std::vector<std::string> words = {HUFU_NGHTTPD,
                                      "-a",
                                      "127.0.0.1",
                                      "-d",
                                      scratch_.path().string(),
                                      port,
                                      scratch_.in("key.pem"),
                                      scratch_.in("cert.pem")};
    std::vector<char*> arguments;
    for (std::string& word : words)
      arguments.push_back(word.data());
    arguments.push_back(nullptr);
    REQUIRE(::posix_spawn(&process_, HUFU_NGHTTPD, nullptr, nullptr, arguments.data(), environ) ==
            0);
    REQUIRE(hufu::test::eventually([this] { return listens(port_); }));
  }
  Nghttpd(const Nghttpd&) = delete;
  Nghttpd& operator=(const Nghttpd&) = delete;
  ~Nghttpd() {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }

  std::string url(const std::string& path) const {
    return "https://127.0.0.1:" + std::to_string(port_) + path;
  }

 private:
  Scratch scratch_;
  std::uint16_t port_ = free_port();
  pid_t process_ = 0;
};

}  // namespace

TEST_CASE("A server that speaks only HTTP/2 is understood, over one connection", "[tls]") {
  if (!std::filesystem::exists(HUFU_NGHTTPD)) SKIP("nghttpd (nghttp2-server) is not installed");
  const Authority authority;
  const Scratch scratch;
  hufu::test::write_file(scratch.in("ca.pem"), authority.certificate());
  const Nghttpd server(authority);
  Caller caller;
  caller.options.authorities.file = scratch.in("ca.pem");
  for (int i = 0; i < 3; ++i) {
    const auto answer = caller.get(server.url("/profile.json"));
    CHECK(answer.detail == "");
    CHECK(answer.status == 200);
    CHECK(answer.body == R"({"id":"u1"})");
  }
  CHECK(caller.get(server.url("/nobody")).status == 404);
}
