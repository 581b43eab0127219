// The application's own request: signed, replayed once, never without its token.
#include <catch2/catch_test_macros.hpp>

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
  ++world.server.generation;  // the first token is refused, and the client has no second
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
        "https://api.example.com@evil.example/", "", "/orders", "//api.example.com/",
        "ftp://api.example.com/"}) {
    INFO(url);
    Fetch request;
    request.url = url;
    CHECK(process.call(request).is(Errc::origin_refused));
  }
  // A space says nothing about the origin, and neither does what a browser would read as a slash.
  for (const std::string url :
       {"https://api.example.com/a b", " https://api.example.com/", "https://api.example.com/\n",
        "https://evil.example\\@api.example.com/"}) {
    INFO(url);
    Fetch request;
    request.url = url;
    const auto refused = process.call(request);
    CHECK(refused.is(Errc::invalid_argument));
    CHECK(refused.error().detail.starts_with("url"));
  }
  CHECK(process.forwarded.size() == 3);
}

}  // namespace
}  // namespace hufu::test
