// TLS is always verified (N5 of the security rules).
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "caller.h"
#include "certificates.h"
#include "scratch.h"
#include "test_server.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::test::Authority;
using hufu::test::Caller;
using hufu::test::Connection;
using hufu::test::Scratch;
using hufu::test::ServerIdentity;
using hufu::test::TestServer;

void answer_all(Connection& connection) {
  while (connection.read_request())
    connection.answer(200, "{}");
}

/// An authority whose certificate lies in a file.
struct Trusted {
  Scratch scratch;
  Authority authority;
  std::string file = scratch.in("ca.pem");
  Trusted() { hufu::test::write_file(file, authority.certificate()); }
};

}  // namespace

TEST_CASE("N5: a server that the named authority vouches for is accepted", "[tls]") {
  const Trusted trusted;
  TestServer server(answer_all, trusted.authority.vouch_for());
  Caller caller;
  caller.options.ca_file = trusted.file;
  for (int i = 0; i < 3; ++i)
    CHECK(caller.get(server.url("/")).status == 200);
  CHECK(server.connections() == 1);
}

TEST_CASE("N5: certificates that prove nothing are refused", "[tls]") {
  const Trusted trusted;
  const Authority stranger;
  const std::vector<ServerIdentity> bad = {
      Authority::self_signed(),
      stranger.vouch_for(),
      trusted.authority.vouch_for({"IP:127.0.0.2", -3600, 3600}),
      trusted.authority.vouch_for({"DNS:localhost", -3600, 3600}),
      trusted.authority.vouch_for({"IP:127.0.0.1", -7200, -3600}),  // expired
      trusted.authority.vouch_for({"IP:127.0.0.1", 3600, 7200}),    // not yet valid
  };
  for (std::size_t i = 0; i < bad.size(); ++i) {
    CAPTURE(i);
    TestServer server(answer_all, bad[i]);
    Caller caller;
    caller.options.ca_file = trusted.file;
    const auto answer = caller.post(server.url("/"), Secret("refresh-token"));
    CHECK(answer.failure == Errc::tls);
    CHECK_FALSE(answer.detail.empty());
  }
}

TEST_CASE("N5: without the option the system's authorities decide", "[tls]") {
  const Trusted trusted;
  TestServer server(answer_all, trusted.authority.vouch_for());
  Caller caller;
  CHECK(caller.get(server.url("/")).failure == Errc::tls);
}

TEST_CASE("N5: no environment variable switches the check off or widens it", "[tls]") {
  const Trusted trusted;
  TestServer server(answer_all, trusted.authority.vouch_for());
  const std::vector<const char*> names = {"CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"};
  for (const char* name : names)
    ::setenv(name, trusted.file.c_str(), 1);
  ::setenv("CURL_INSECURE", "1", 1);
  ::setenv("PYTHONHTTPSVERIFY", "0", 1);
  Caller caller;
  CHECK(caller.get(server.url("/")).failure == Errc::tls);
  for (const char* name : names)
    ::unsetenv(name);
  ::unsetenv("CURL_INSECURE");
  ::unsetenv("PYTHONHTTPSVERIFY");
}

TEST_CASE("N5: a certificate file that cannot be read is a fault, not trust", "[tls]") {
  const Trusted trusted;
  TestServer server(answer_all, trusted.authority.vouch_for());
  for (const std::string& file :
       {trusted.scratch.in("missing.pem"), trusted.scratch.in("bad.pem")}) {
    hufu::test::write_file(trusted.scratch.in("bad.pem"), "no certificate");
    Caller caller;
    caller.options.ca_file = file;
    CHECK(caller.get(server.url("/")).failure == Errc::tls);
  }
}

TEST_CASE("N5: TLS older than 1.2 is refused", "[tls]") {
  const Trusted trusted;
  ServerIdentity identity = trusted.authority.vouch_for();
  identity.is_outdated = true;
  TestServer server(answer_all, identity);
  Caller caller;
  caller.options.ca_file = trusted.file;
  CHECK(caller.get(server.url("/")).failure == Errc::tls);
}

TEST_CASE("N5: plain text on the other side is no TLS", "[tls]") {
  TestServer server([](Connection& connection) {
    connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.wait_for_close();
  });
  Caller caller;
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  CHECK(caller.get(url).failure == Errc::tls);
}
