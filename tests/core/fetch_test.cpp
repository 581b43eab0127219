// The application's own request: signed, replayed once, never without its token, nowhere else.
#include <catch2/catch_test_macros.hpp>
#include <random>
#include <set>

#include "text/ascii.h"
#include "world.h"

namespace hufu::test {
namespace {

Fetch orders() {
  Fetch request;
  request.url = "https://api.example.com/orders";
  return request;
}

int sent_with(const Process& process, const std::string& token) {
  int count = 0;
  for (const ForwardEffect& each : process.forwarded) {
    count += header(each.headers, "Authorization") == "Bearer " + token;
  }
  return count;
}

bool is_forward(const Effect& effect) { return name(effect) == "forward"; }

TEST_CASE("C10: 500 requests refused at once cost one refresh, and each is replayed once") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  process.held_back = is_forward;
  std::vector<OperationId> requests;
  for (int i = 0; i < 500; ++i)
    requests.push_back(process.begin(orders()));
  process.settle();
  CHECK(process.count("forward") == 500);
  ++world.server.generation;  // A1 is refused from now on, and R2 not known to the client
  world.http = [&](const HttpEffect& request) -> Answer {
    world.http = [&](const HttpEffect& other) { return world.server(other); };
    CHECK(request.flow == "refresh");
    return json_answer(200, world.server.grant());
  };
  process.held_back = nullptr;
  process.settle();
  for (OperationId each : requests)
    CHECK(process.outcome<FetchReply>(each).value().status == 200);
  CHECK(process.requests("refresh") == 1);
  CHECK(sent_with(process, "A1") == 500);
  CHECK(sent_with(process, "A2") == 500);
  CHECK(process.forwarded.size() == 1000);
  CHECK(world.locks_at_rest());
}

TEST_CASE("A second 401 is the application's to see") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.forward = [](const ForwardEffect&) { return ForwardAnswer{401, {{"X-Why", "never"}}}; };
  const Result<FetchReply> reply = process.call(orders());
  REQUIRE(reply);
  CHECK(reply->status == 401);
  CHECK(header(reply->headers, "x-why") == "never");
  CHECK(process.forwarded.size() == 2);
  CHECK(process.requests("refresh") == 1);
  CHECK(process.state() == SessionState::signed_in);
}

TEST_CASE("A 401 for a token that has been replaced meanwhile costs no refresh") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  process.held_back = is_forward;
  const OperationId late = process.begin(orders());
  process.settle();
  const EffectId late_effect = process.find("forward")->id;
  const OperationId early = process.begin(orders());
  process.settle();
  process.answer(process.pending.back().id, ForwardAnswer{401, {}});  // renews
  process.settle();
  CHECK(process.requests("refresh") == 1);
  process.answer(late_effect, ForwardAnswer{401, {}});
  process.held_back = nullptr;
  process.settle();
  CHECK(process.requests("refresh") == 1);
  CHECK(process.outcome<FetchReply>(late).value().status == 200);
  CHECK(process.outcome<FetchReply>(early).value().status == 200);
  CHECK(sent_with(process, "A2") == 2);
}

TEST_CASE("When the refresh fails the call fails: nothing is ever sent without its token") {
  for (const bool expired : {true, false}) {
    World world;
    world.store_session(expired ? kHour : 0, 15 * kMinute);
    Process process(world);
    world.http = [](const HttpEffect&) { return json_answer(503, ""); };
    world.forward = [](const ForwardEffect&) { return ForwardAnswer{401, {}}; };
    CHECK(process.call(orders()).is(Errc::server_unavailable));
    CHECK(process.forwarded.size() == (expired ? 0 : 1));
    for (const ForwardEffect& each : process.forwarded) {
      CHECK(header(each.headers, "Authorization") == "Bearer A1");
    }
  }
  World world;
  Process nobody(world);
  CHECK(nobody.call(orders()).is(Errc::signed_out));
  CHECK(nobody.forwarded.empty());
  CHECK(nobody.call(FetchProfile{}).is(Errc::signed_out));
  CHECK(nobody.find("http") == nullptr);
}

TEST_CASE(
    "A body that can be read only once is not replayed: the 401 surfaces, the next call renews") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  ++world.server.generation;
  world.http = [&](const HttpEffect&) { return json_answer(200, world.server.grant()); };
  Fetch upload = orders();
  upload.method = "POST";
  upload.replayable = false;
  CHECK(process.call(upload).value().status == 401);
  CHECK(process.forwarded.size() == 1);
  CHECK(process.requests("refresh") == 0);
  CHECK(process.authorize(upload.url).verdict == Verdict::needs_token);
  CHECK(process.call(upload).value().status == 200);
  CHECK(process.requests("refresh") == 1);
  CHECK(process.forwarded.size() == 2);
}

TEST_CASE("A token goes to the configured origins only") {
  World world;
  world.store_session(0, 15 * kMinute);
  Config with = config();
  with.origins = {"https://files.example.com:8443"};
  Process process(world, with);
  for (const std::string url : {"https://api.example.com/a", "https://API.example.com:443/a?b#c",
                                "https://files.example.com:8443"}) {
    Fetch request;
    request.url = url;
    CHECK(process.call(request).value().status == 200);
  }
  CHECK(process.forwarded.size() == 3);
  for (const std::string url :
       {"https://evil.example/", "http://api.example.com/", "https://api.example.com:8443/",
        "https://files.example.com/", "https://api.example.com.evil.example/",
        "https://api.example.com@evil.example/", "https://evil.example\\@api.example.com/", "",
        "/orders", "//api.example.com/", "ftp://api.example.com/"}) {
    INFO(url);
    Fetch request;
    request.url = url;
    CHECK(process.call(request).is(Errc::origin_refused));
  }
  CHECK(process.forwarded.size() == 3);
}

// ---- redirects ----------------------------------------------------------------------------------

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

// ---- headers ------------------------------------------------------------------------------------

TEST_CASE("C15: none of 10,000 fuzzed headers overrides ours or splits the request") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  std::mt19937 dice(15);
  const std::vector<std::string> reserved = {"authorization", "x-platform", "host", "dpop"};
  const std::string spice = std::string("\r\n\0 \t:_-aZ\x7f\x80\x1f", 13);
  int refused = 0;
  for (int i = 0; i < 10'000; ++i) {
    Header fuzzed{reserved[dice() % reserved.size()], "evil"};
    for (char& c : fuzzed.name) {
      if (dice() % 2 == 0 && c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
      if (c == '-' && dice() % 3 == 0) c = '_';
    }
    for (auto n = dice() % 3; n > 0; --n) {
      std::string& where = dice() % 2 == 0 ? fuzzed.name : fuzzed.value;
      where.insert(dice() % (where.size() + 1), 1, spice[dice() % spice.size()]);
    }
    Fetch request = orders();
    request.headers = {{"X-Mine", "1"}, fuzzed};
    process.forwarded.clear();
    const Result<FetchReply> reply = process.call(request);
    if (!reply) {
      CHECK(reply.is(Errc::invalid_argument));
      CHECK(process.forwarded.empty());
      CHECK(reply.error().detail.find("evil") == std::string::npos);
      ++refused;
      continue;
    }
    REQUIRE(process.forwarded.size() == 1);
    std::multiset<std::string> names;
    for (const Header& each : process.forwarded[0].headers) {
      std::string plain = text::to_lower(each.name);
      for (char& c : plain)
        c = c == '_' ? '-' : c;
      names.insert(plain);
      for (const char c : each.name + each.value) {
        REQUIRE(c != '\r');
        REQUIRE(c != '\n');
        REQUIRE(c != '\0');
      }
    }
    CHECK(names.count("authorization") == 1);
    CHECK(names.count("x-platform") == 1);
    CHECK(names.count("host") == 0);
    CHECK(names.count("dpop") == 0);
    CHECK(names.count("x-mine") == 1);
    CHECK(header(process.forwarded[0].headers, "authorization") == "Bearer A1");
    CHECK(header(process.forwarded[0].headers, "x-platform") == "miniprogram");
  }
  CHECK(refused > 1000);
  CHECK(refused < 9000);
}

TEST_CASE("A method that would split the request is refused") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  for (const std::string method : {"", "GET /evil HTTP/1.1\r\nX: y", "G T", "GET\n"}) {
    Fetch request = orders();
    request.method = method;
    CHECK(process.call(request).is(Errc::invalid_argument));
  }
  CHECK(process.forwarded.empty());
}

}  // namespace
}  // namespace hufu::test
