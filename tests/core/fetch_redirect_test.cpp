// Redirects of the application's own request: within the origin, or not at all.
#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {
namespace {

Fetch orders() {
  Fetch request;
  request.url = "https://api.example.com/orders";
  return request;
}

Result<FetchReply> fetch_redirected(Process& process, int status, const std::string& location,
                                    Fetch request = orders()) {
  process.world.forward = [=](const ForwardEffect& sent) {
    if (sent.url != request.url) return ForwardAnswer{200, {}};
    return ForwardAnswer{status, {{"Location", location}}};
  };
  process.forwarded.clear();
  return process.call(request);
}

TEST_CASE("A redirect to the same origin is followed, with the token") {
  struct Row {
    std::string location, url;
  };
  const std::vector<Row> rows = {
      {"/b", "https://api.example.com/b"},
      {"b?x=1", "https://api.example.com/b?x=1"},
      {"?x=1", "https://api.example.com/orders?x=1"},
      {"//api.example.com/b", "https://api.example.com/b"},
      {"https://api.example.com:443/b", "https://api.example.com:443/b"},
      {"/login?next=https://elsewhere.example/",
       "https://api.example.com/login?next=https://elsewhere.example/"},
  };
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const Row& row : rows) {
      INFO(status << " " << row.location);
      CHECK(fetch_redirected(process, status, row.location).value().status == 200);
      REQUIRE(process.forwarded.size() == 2);
      CHECK(process.forwarded[1].url == row.url);
      CHECK(header(process.forwarded[1].headers, "Authorization") == "Bearer A1");
    }
  }
}

TEST_CASE("A redirect elsewhere surfaces, and nothing is sent there") {
  World world;
  world.store_session(0, 15 * kMinute);
  Config with = config();
  with.origins = {"https://files.example.com"};
  Process process(world, with);
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const std::string location :
         {"https://evil.example/", "//evil.example/", "http://api.example.com/b",
          "https://api.example.com:8443/", "https://files.example.com/",
          "https://api.example.com@evil.example/", "/\\evil.example", "\\\\evil.example",
          "///evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x",
          "/a b", "/a\r\nX-Y: z", "", "https://", "://evil.example"}) {
      INFO(status << " " << location);
      const Result<FetchReply> reply = fetch_redirected(process, status, location);
      CHECK(reply.value().status == status);
      CHECK(process.forwarded.size() == 1);
    }
  }
}

TEST_CASE("A redirect never changes a method, and never repeats a body that is gone") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  Fetch post = orders();
  post.method = "POST";
  for (const int status : {301, 302, 303}) {
    CHECK(fetch_redirected(process, status, "/b", post).value().status == status);
    CHECK(process.forwarded.size() == 1);
  }
  for (const int status : {307, 308}) {
    CHECK(fetch_redirected(process, status, "/b", post).value().status == 200);
    CHECK(process.forwarded[1].method == "POST");
  }
  post.replayable = false;
  CHECK(fetch_redirected(process, 307, "/b", post).value().status == 307);
}

TEST_CASE("Redirects that go round end") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.forward = [](const ForwardEffect&) {
    return ForwardAnswer{302, {{"Location", "/orders"}}};
  };
  CHECK(process.call(orders()).is(Errc::refused));
  CHECK(process.forwarded.size() == 11);
}

}  // namespace
}  // namespace hufu::test
