// TLS is always verified (N5).
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include <hufu/native/plain_request.h>

#include "caller.h"
#include "certificates.h"
#include "environment.h"
#include "scratch.h"
#include "test_server.h"
#include "transport/authorities.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::native::authorities_of;
using hufu::test::Authority;
using hufu::test::Caller;
using hufu::test::Connection;
using hufu::test::Environment;
using hufu::test::Scratch;
using hufu::test::ServerIdentity;
using hufu::test::TestServer;

void answer_all(Connection& connection) {
  while (connection.read_request())
    connection.answer(200, "{}");
}

/// The environment names none, whatever it did before.
struct NoAuthorities {
  Environment bundle{"CURL_CA_BUNDLE", std::nullopt};
  Environment file{"SSL_CERT_FILE", std::nullopt};
  Environment directory{"SSL_CERT_DIR", std::nullopt};
};

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
  caller.options.authorities.file = trusted.file;
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
    caller.options.authorities.file = trusted.file;
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

TEST_CASE("N5: no environment variable switches the check off", "[tls]") {
  const Trusted trusted;
  TestServer server(answer_all, trusted.authority.vouch_for());
  const Environment insecure("CURL_INSECURE", "1");
  const Environment python("PYTHONHTTPSVERIFY", "0");
  Caller caller;
  CHECK(caller.get(server.url("/")).failure == Errc::tls);
}

TEST_CASE("The environment names authorities as curl and OpenSSL know it", "[tls]") {
  const NoAuthorities nothing;
  const Trusted trusted;
  const std::string& file = trusted.file;
  TestServer server(answer_all, trusted.authority.vouch_for());
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    CAPTURE(name);
    const Environment named(name, file);
    CHECK(hufu::native::send_plain({.url = server.url("/")}));
    // What the program names itself goes first.
    const Authority stranger;
    hufu::test::write_file(trusted.scratch.in("other.pem"), stranger.certificate());
    CHECK(hufu::native::send_plain(
              {.url = server.url("/"), .ca_file = trusted.scratch.in("other.pem")})
              .is(Errc::tls));
  }
  const Environment first("CURL_CA_BUNDLE", file);
  const Environment second("SSL_CERT_FILE", trusted.scratch.in("other.pem"));
  CHECK(hufu::native::send_plain({.url = server.url("/")}));
  const Environment directory("SSL_CERT_DIR", "/somewhere");
  CHECK(authorities_of({})->directory.empty());
  const Environment none("CURL_CA_BUNDLE", std::nullopt);
  CHECK(authorities_of({})->directory == "/somewhere");
}

TEST_CASE("N5: a file of authorities that cannot be read is a fault, not trust", "[tls]") {
  const NoAuthorities nothing;
  const Trusted trusted;
  TestServer server(answer_all, trusted.authority.vouch_for());
  hufu::test::write_file(trusted.scratch.in("bad.pem"), "no certificate");
  for (const std::string& file :
       {trusted.scratch.in("missing.pem"), trusted.scratch.in("bad.pem")}) {
    const auto named = hufu::native::send_plain({.url = server.url("/"), .ca_file = file});
    REQUIRE(named.is(Errc::invalid_argument));
    CHECK(named.error().detail.find(file) != std::string::npos);
    const Environment environment("SSL_CERT_FILE", file);
    const auto asked = hufu::native::send_plain({.url = server.url("/")});
    REQUIRE(asked.is(Errc::invalid_argument));
    CHECK(asked.error().detail.find(file) != std::string::npos);
  }
}

TEST_CASE("N5: TLS older than 1.2 is refused", "[tls]") {
  const Trusted trusted;
  ServerIdentity identity = trusted.authority.vouch_for();
  identity.is_outdated = true;
  TestServer server(answer_all, identity);
  Caller caller;
  caller.options.authorities.file = trusted.file;
  CHECK(caller.get(server.url("/")).failure == Errc::tls);
}

TEST_CASE("N5: plain text on the other side is no TLS", "[tls]") {
  TestServer server([](Connection& connection) {
    connection.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.wait_for_close();
  });
  Caller caller;
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  const auto answer = caller.get(url);
  CHECK(answer.failure == Errc::invalid_argument);
  CHECK(answer.detail.find("is it http") != std::string::npos);
}
