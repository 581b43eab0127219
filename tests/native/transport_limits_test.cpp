// The limits of the SDK's own calls (N1, N2, N3, N4).
#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "caller.h"
#include "scratch.h"
#include "test_server.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::test::Caller;
using hufu::test::Connection;
using hufu::test::Stopwatch;
using hufu::test::TestServer;

constexpr double kDeadlineMs = 300;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kAllowedGrowth = 64U << 20U;  // the sanitizers keep freed memory
#else
constexpr std::size_t kAllowedGrowth = 4U << 20U;
#endif
constexpr double kSlackMs = 500;  // N1: "deadline + 0.5 s"

struct HurriedCaller : Caller {
  HurriedCaller() { options.limits.total_ms = kDeadlineMs; }
};

/// Resident memory in bytes.
std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  statm >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Sends `first`, then `piece` again and again until the client has gone.
TestServer::Handler endless(std::string first, std::string piece, std::atomic<std::size_t>& sent) {
  return [=, &sent](Connection& connection) {
    while (connection.read_request()) {
      if (!connection.send(first)) return;
      while (connection.send(piece))
        sent += piece.size();
    }
  };
}

}  // namespace

TEST_CASE("N1: every way of being slow ends at the deadline", "[transport]") {
  const std::vector<TestServer::Handler> slow = {
      [](Connection& connection) { connection.wait_for_close(); },  // accepts, reads, says nothing
      [](Connection& connection) {                                  // a byte now and then
        connection.read_request();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (connection.send("x"))
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
      },
      [](Connection& connection) {  // headers without end, slowly
        connection.read_request();
        connection.send("HTTP/1.1 200 OK\r\n");
        while (connection.send("X-A: b\r\n")) {
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
      },
      [](Connection& connection) {  // a body that stops
        connection.read_request();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        connection.wait_for_close();
      },
  };
  for (std::size_t i = 0; i < slow.size(); ++i) {
    CAPTURE(i);
    TestServer server(slow[i]);
    HurriedCaller caller;
    const Stopwatch watch;
    CHECK(caller.get(server.url("/")).failure == Errc::timeout);
    CHECK(watch.ms() >= kDeadlineMs * 0.9);
    CHECK(watch.ms() <= kDeadlineMs + kSlackMs);
  }
}

TEST_CASE("N2: a huge stream is cut off at the limit", "[transport]") {
  std::atomic<std::size_t> sent = 0;
  TestServer server(endless("HTTP/1.1 200 OK\r\n\r\n", std::string(1U << 20U, 'x'), sent));
  Caller caller;
  CHECK(caller.get(server.url("/warm-up")).failure == Errc::malformed_reply);
  const std::size_t before = resident_bytes();
  for (int i = 0; i < 5; ++i) {
    CHECK(caller.get(server.url("/")).failure == Errc::malformed_reply);
  }
  CHECK(resident_bytes() <= before + kAllowedGrowth);
}

TEST_CASE("N2: the limit is on the decoded body", "[transport]") {
  Caller caller;
  caller.options.limits.body_bytes = 1000;
  // A stored block of 1001 bytes in a gzip frame, written by hand: no compressor is needed here.
  std::string gzip("\x1f\x8b\x08\0\0\0\0\0\0\x03\x01\xe9\x03\x16\xfc", 15);
  gzip += std::string(1001, 'z');
  TestServer server([&](Connection& connection) {
    while (const auto request = connection.read_request()) {
      CHECK(request->header("accept-encoding").find("gzip") != std::string::npos);
      connection.answer(200, gzip, "Content-Encoding: gzip\r\n");
    }
  });
  CHECK(caller.get(server.url("/")).failure == Errc::malformed_reply);
}

TEST_CASE("N2: the limit is exact", "[transport]") {
  TestServer server([](Connection& connection) {
    while (const auto request = connection.read_request()) {
      connection.answer(200, std::string(std::stoul(request->target.substr(1)), 'x'));
    }
  });
  Caller caller;
  CHECK(caller.get(server.url("/1048576")).body.size() == 1048576);
  CHECK(caller.get(server.url("/1048577")).failure == Errc::malformed_reply);
}

TEST_CASE("N2: headers without end are cut off as well", "[transport]") {
  std::atomic<std::size_t> sent = 0;
  TestServer server(
      endless("HTTP/1.1 200 OK\r\n", "X-Long: " + std::string(1000, 'x') + "\r\n", sent));
  Caller caller;
  CHECK(caller.get(server.url("/")).failure.has_value());
}

TEST_CASE("N3: an answer that is cut at any byte is no answer", "[transport]") {
  const std::string whole =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
      "{\"token\":\"abc\"}";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    TestServer server([&](Connection& connection) {
      connection.read_request();
      connection.send(std::string_view(whole).substr(0, length));
      connection.cut();
    });
    Caller caller;
    const auto answer = caller.post(server.url("/"), Secret("{}"));
    CHECK(answer.failure.has_value());
    CHECK(answer.body.empty());
  }
}

TEST_CASE("N3: a chunked answer that is cut is no answer", "[transport]") {
  TestServer server([](Connection& connection) {
    connection.read_request();
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    connection.cut();
  });
  Caller caller;
  CHECK(caller.get(server.url("/")).failure == Errc::network);
}

TEST_CASE("N3: answers that are no HTTP are malformed or a network fault", "[transport]") {
  const std::vector<std::string> wrong = {
      "hello\r\n\r\n", "HTTP/1.1 999999 X\r\n\r\n", std::string(2000, '\0'),
      "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"};
  for (const std::string& bytes : wrong) {
    CAPTURE(bytes);
    TestServer server([&](Connection& connection) {
      connection.read_request();
      connection.send(bytes);
      connection.cut();
    });
    HurriedCaller caller;
    const auto answer = caller.get(server.url("/"));
    CHECK((answer.failure.has_value() || answer.status == 999999));
  }
}

TEST_CASE("N4: a redirect is an answer; no credential goes elsewhere", "[transport]") {
  for (const int status : {301, 302, 303, 307, 308}) {
    CAPTURE(status);
    std::atomic<int> followed = 0;
    TestServer elsewhere([&](Connection& connection) {
      while (connection.read_request()) {
        ++followed;
        connection.answer(200, "{}");
      }
    });
    TestServer server([&](Connection& connection) {
      while (connection.read_request()) {
        connection.answer(status, "", "Location: " + elsewhere.url("/steal") + "\r\n");
      }
    });
    Caller caller;
    const auto answer =
        caller.post(server.url("/"), Secret("refresh-token"), {{"Authorization", "Bearer canary"}});
    CHECK(answer.status == status);
    CHECK(elsewhere.connections() == 0);
    CHECK(followed == 0);
  }
}

TEST_CASE("nobody there is a network fault", "[transport]") {
  std::string url;
  {
    const TestServer gone([](Connection&) {});
    url = gone.url("/");
  }
  HurriedCaller caller;
  CHECK(caller.get(url).failure == Errc::network);
  CHECK(caller.get("http://name.invalid/").failure.has_value());
}
