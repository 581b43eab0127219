// Calls of the SDK over the wire: what is sent, what an answer becomes, connections kept.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "caller.h"
#include "scratch.h"
#include "test_server.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::test::Caller;
using hufu::test::Connection;
using hufu::test::Scratch;
using hufu::test::ServedRequest;
using hufu::test::TestServer;

/// A server that notes requests and answers all of them alike.
struct Recorder {
  std::string body = "{}";
  std::string more_headers;
  int status = 200;
  std::mutex mutex;
  std::vector<ServedRequest> requests;
  TestServer server{[this](Connection& connection) {
    while (auto request = connection.read_request()) {
      {
        const std::lock_guard hold(mutex);
        requests.push_back(*request);
      }
      connection.answer(status, body, more_headers);
    }
  }};
};

}  // namespace

TEST_CASE("a call sends what it was asked to send, and nothing else", "[transport]") {
  Recorder recorder;
  Caller caller;
  caller.options.user_agent = "hufu/test";
  const auto answer =
      caller.post(recorder.server.url("/api/x?y=1"), Secret(R"({"a":1})"),
                  {{"X-Platform", "desktop"}, {"Content-Type", "application/json"}});
  REQUIRE(answer.status == 200);
  CHECK(answer.body == "{}");
  REQUIRE(recorder.requests.size() == 1);
  const ServedRequest& request = recorder.requests[0];
  CHECK(request.method == "POST");
  CHECK(request.target == "/api/x?y=1");
  CHECK(request.body == R"({"a":1})");
  CHECK(request.header("x-platform") == "desktop");
  CHECK(request.header("content-type") == "application/json");
  CHECK(request.header("user-agent") == "hufu/test");
  CHECK_FALSE(request.has("accept"));
  CHECK_FALSE(request.has("expect"));
  CHECK_FALSE(request.has("cookie"));
  CHECK_FALSE(request.has("authorization"));
}

TEST_CASE("each method is sent as it is called", "[transport]") {
  Recorder recorder;
  Caller caller;
  for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}) {
    CHECK(caller.send({"test", method, recorder.server.url("/"), {}, Secret()}).status == 200);
    CHECK(recorder.requests.back().method == method);
    CHECK(recorder.requests.back().body.empty());
    const bool announces_body = method == "POST" || method == "PUT" || method == "PATCH";
    CHECK(recorder.requests.back().header("content-length") == (announces_body ? "0" : ""));
    CHECK_FALSE(recorder.requests.back().has("content-type"));
  }
}

TEST_CASE("headers and status of an answer arrive whole", "[transport]") {
  Recorder recorder;
  recorder.status = 429;
  recorder.more_headers = "Retry-After:  30 \r\nX-Empty:\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n";
  Caller caller;
  const auto answer = caller.get(recorder.server.url("/"));
  CHECK(answer.status == 429);
  CHECK(answer.header("retry-after") == "30");
  CHECK(answer.header("x-empty").empty());
  CHECK(caller.get(recorder.server.url("/")).status == 429);
  CHECK_FALSE(recorder.requests.back().has("cookie"));  // none is kept
}

TEST_CASE("connections are kept and used again", "[transport]") {
  Recorder recorder;
  Caller caller;
  for (int i = 0; i < 10; ++i)
    CHECK(caller.get(recorder.server.url("/")).status == 200);
  CHECK(recorder.server.connections() == 1);
}

TEST_CASE("interim answers are not the answer", "[transport]") {
  TestServer server([](Connection& connection) {
    while (connection.read_request()) {
      connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
      connection.answer(200, "real", "X-Real: yes\r\n");
    }
  });
  Caller caller;
  const auto answer = caller.get(server.url("/"));
  CHECK(answer.status == 200);
  CHECK(answer.header("x-real") == "yes");
  CHECK(answer.header("link").empty());
  CHECK(answer.body == "real");
}

TEST_CASE("a line break in a header, method or URL is refused", "[transport]") {
  Recorder recorder;
  Caller caller;
  const std::string url = recorder.server.url("/");
  const std::vector<hufu::Header> bad = {
      {"X-A", "a\r\nX-B: b"}, {"X-A", "a\nb"}, {"X-A", "a\rb"}, {"X-A\r\nX-B", "a"},
      {"X-A: x", "a"},        {"", "a"},       {"X A", "a"},    {"X-A", std::string("a\0b", 3)}};
  for (const hufu::Header& header : bad) {
    CHECK(caller.send({"test", "GET", url, {header}, Secret()}).failure == Errc::host_fault);
  }
  CHECK(caller.send({"test", "GET /x HTTP/1.1\r\nX: y", url, {}, Secret()}).failure ==
        Errc::host_fault);
  CHECK(caller.get(url + "\r\nX-B: b").failure == Errc::host_fault);
  CHECK(recorder.requests.empty());
}

TEST_CASE("only http and https are spoken", "[transport]") {
  const Scratch scratch;
  hufu::test::write_file(scratch.in("secret"), "secret");
  Caller caller;
  CHECK(caller.get("file://" + scratch.in("secret")).failure.has_value());
  CHECK(caller.get("ftp://127.0.0.1/x").failure.has_value());
  CHECK(caller.get("gopher://127.0.0.1:1/x").failure.has_value());
}

TEST_CASE("plain http to this machine does not go through a proxy", "[transport]") {
  Recorder proxy;
  Recorder recorder;
  ::setenv("http_proxy", proxy.server.origin().c_str(), 1);
  Caller caller;
  const std::string port = std::to_string(recorder.server.port());
  for (const std::string host : {"http://127.0.0.1:", "HTTP://127.0.0.1:", "http://LOCALHOST:"}) {
    CAPTURE(host);
    CHECK(caller.get(host + port + "/").status == 200);
  }
  CHECK(recorder.requests.size() == 3);
  CHECK(proxy.server.connections() == 0);
  // Anything else does, as the environment asks: names, too, that only begin like this machine's.
  const std::vector<std::string> elsewhere = {"http://backend.invalid/x", "http://127.invalid/x",
                                              "http://localhost.invalid/x"};
  for (const std::string& url : elsewhere)
    CHECK(caller.get(url).status == 200);
  ::unsetenv("http_proxy");
  REQUIRE(proxy.requests.size() == elsewhere.size());
  for (std::size_t i = 0; i < elsewhere.size(); ++i)
    CHECK(proxy.requests[i].target == elsewhere[i]);
}

TEST_CASE("a password file is not read", "[transport]") {
  const Scratch scratch;
  hufu::test::write_file(scratch.in(".netrc"), "machine 127.0.0.1 login canary password canary\n");
  const char* home = std::getenv("HOME");
  const std::string before = home != nullptr ? home : "";
  ::setenv("HOME", scratch.path().c_str(), 1);
  Recorder recorder;
  Caller caller;
  CHECK(caller.get(recorder.server.url("/")).status == 200);
  ::setenv("HOME", before.c_str(), 1);
  CHECK_FALSE(recorder.requests[0].has("authorization"));
}

TEST_CASE("a file is uploaded as multipart field", "[transport]") {
  const Scratch scratch;
  hufu::test::write_file(scratch.in("me.png"), "\x89PNG picture");
  Recorder recorder;
  Caller caller;
  const auto answer = caller.upload(recorder.server.url("/api/user/avatar"), scratch.in("me.png"),
                                    {{"Authorization", "Bearer t"}});
  REQUIRE(answer.status == 200);
  const ServedRequest& request = recorder.requests.at(0);
  CHECK(request.header("content-type").starts_with("multipart/form-data; boundary="));
  CHECK(request.header("authorization") == "Bearer t");
  CHECK(request.body.find("name=\"file\"; filename=\"me.png\"") != std::string::npos);
  CHECK(request.body.find("Content-Type: image/png") != std::string::npos);
  CHECK(request.body.find("\x89PNG picture") != std::string::npos);

  CHECK(caller.upload(recorder.server.url("/"), scratch.in("missing.png"), {}).failure ==
        Errc::host_fault);
}
