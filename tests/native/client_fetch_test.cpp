// The application's own requests through the native client.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <hufu/native/client.h>

#include "identity_server.h"
#include "scratch.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::native::BodyStream;
using hufu::native::Client;
using hufu::native::FetchRequest;
using hufu::native::FetchResponse;
using hufu::test::Connection;
using hufu::test::eventually;
using hufu::test::IdentityServer;
using hufu::test::ServedRequest;
using hufu::test::Stopwatch;

std::unique_ptr<Client> signed_in(const IdentityServer& server) {
  hufu::Config config;
  config.base_url = server.origin();
  auto client = Client::open(config).value();
  hufu::SignInWithWechat with;
  with.code = Secret("code");
  REQUIRE(client->sign_in_with_wechat(with));
  return client;
}

FetchRequest get(const std::string& url) {
  FetchRequest request;
  request.url = url;
  return request;
}

FetchRequest post(const std::string& url, hufu::native::Body body) {
  FetchRequest request = get(url);
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

/// A stream over a text, and whether it can be read again.
BodyStream stream_of(const std::string& text, bool rewinds, bool has_length) {
  const auto at = std::make_shared<std::size_t>(0);
  BodyStream stream;
  stream.read = [=](char* buffer, std::size_t room) {
    const std::size_t piece = std::min({room, text.size() - *at, std::size_t{1000}});
    text.copy(buffer, piece, *at);
    *at += piece;
    return static_cast<std::ptrdiff_t>(piece);
  };
  if (rewinds) stream.rewind = [=] { return (*at = 0), true; };
  if (has_length) stream.length_bytes = text.size();
  return stream;
}

/// Refuses the first token with a 401 and `refusal`, answers later ones with `answer` or the body.
struct Picky {
  std::string refusal = "no";
  std::string answer;
  std::mutex mutex;
  std::vector<ServedRequest> requests;
  IdentityServer server{[this](Connection& connection, const ServedRequest& request, int) {
    {
      const std::lock_guard hold(mutex);
      requests.push_back(request);
    }
    if (request.header("authorization") == "Bearer access-1") {
      connection.answer(401, refusal);
    } else {
      connection.answer(200, answer.empty() ? request.body : answer, "X-Mark: yes\r\n");
    }
  }};
};

}  // namespace

TEST_CASE("a caller's framing does not make the next request a part of this one", "[fetch]") {
  std::mutex mutex;
  std::vector<ServedRequest> requests;
  IdentityServer server([&](Connection& connection, const ServedRequest& request, int) {
    const std::lock_guard hold(mutex);
    requests.push_back(request);
    connection.answer(200, "ok");
  });
  const auto client = signed_in(server);
  for (const hufu::Header& framing : std::vector<hufu::Header>{
           {"Content-Length", "4000"}, {"Transfer-Encoding", "chunked"}, {"Expect", "x"}}) {
    CAPTURE(framing.name);
    FetchRequest request = post(server.url("/first"), std::string("12345"));
    request.headers = {framing};
    request.timeout_ms = 60'000;
    CHECK(client->fetch(request));
    CHECK(client->fetch(get(server.url("/second"))));
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].body == "12345");
    CHECK(requests[0].header("content-length") == "5");
    CHECK(requests[1].target == "/second");
    requests.clear();
  }
}

TEST_CASE("a request is signed, the caller's own headers cannot", "[fetch]") {
  std::mutex mutex;
  std::vector<ServedRequest> requests;
  IdentityServer server([&](Connection& connection, const ServedRequest& request, int) {
    const std::lock_guard hold(mutex);
    requests.push_back(request);
    connection.answer(201, "made", "Content-Type: text/plain\r\n");
  });
  const auto client = signed_in(server);
  FetchRequest request = post(server.url("/things"), std::string("{}"));
  request.headers = {{"Authorization", "Bearer forged"},
                     {"x-platform", "forged"},
                     {"Content-Type", "application/json"}};
  const auto response = client->fetch(request);
  REQUIRE(response);
  CHECK(response->status == 201);
  CHECK(response->body == "made");
  REQUIRE(response->header("CONTENT-type") != nullptr);
  CHECK(*response->header("CONTENT-type") == "text/plain");
  CHECK(response->header("x-none") == nullptr);
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].header("authorization") == "Bearer access-1");
  CHECK(requests[0].header("x-platform") == "desktop");
  CHECK(requests[0].header("content-type") == "application/json");
  CHECK(requests[0].body == "{}");
  CHECK(requests[0].head.find("forged") == std::string::npos);
  CHECK_FALSE(requests[0].has("user-agent"));
}

TEST_CASE("other origins and broken headers are refused before anything is sent", "[fetch]") {
  IdentityServer server;
  const auto client = signed_in(server);
  CHECK(client->fetch(get("https://elsewhere.example/")).is(Errc::origin_refused));
  FetchRequest request = get(server.url("/"));
  request.headers = {{"X-A", "a\r\nX-B: b"}};
  CHECK(client->fetch(request).is(Errc::invalid_argument));
}

TEST_CASE("connections are used again, also after a 401", "[fetch]") {
  Picky picky;
  const auto client = signed_in(picky.server);
  for (int i = 0; i < 20; ++i) {
    CHECK(client->fetch(post(picky.server.url("/"), std::string("x")))->body == "x");
  }
  CHECK(picky.requests.size() == 21);
  CHECK(picky.server.renewals() == 1);
  // One for the SDK's own calls, one for the application's.
  CHECK(picky.server.connections() == 2);
}

TEST_CASE("after a 401 the body is sent again, whatever it is made of", "[fetch]") {
  const std::string text(300'000, 'b');
  for (const int kind : {0, 1, 2}) {
    CAPTURE(kind);
    Picky picky;
    picky.answer = "done";
    const auto client = signed_in(picky.server);
    hufu::native::Body body = text;
    if (kind > 0) body = stream_of(text, true, kind == 1);
    const auto response = client->fetch(post(picky.server.url("/"), body));
    REQUIRE(response);
    CHECK(response->status == 200);
    REQUIRE(picky.requests.size() == 2);
    CHECK(picky.requests[0].body == picky.requests[1].body);
    CHECK(picky.requests[1].body.size() >= text.size());
    CHECK(picky.requests[1].header("authorization") == "Bearer access-2");
    CHECK(picky.requests[1].has("transfer-encoding") == (kind == 2));
  }
}

TEST_CASE("a stream that cannot be read again is not sent again", "[fetch]") {
  Picky picky;
  const auto client = signed_in(picky.server);
  const auto response =
      client->fetch(post(picky.server.url("/"), stream_of(std::string(5000, 's'), false, true)));
  REQUIRE(response);
  CHECK(response->status == 401);
  CHECK(response->body == "no");
  CHECK(picky.requests.size() == 1);
}

TEST_CASE("only the last answer's body is given out, however long the first was", "[fetch]") {
  for (const std::size_t length : {std::size_t{0}, std::size_t{60'000}, std::size_t{5'000'000}}) {
    CAPTURE(length);
    Picky picky;
    picky.refusal = std::string(length, 'r');
    picky.answer = std::string(3'000'000, 'a');
    const auto client = signed_in(picky.server);
    picky.server.set_renewal_delay(std::chrono::milliseconds(50));
    const auto response = client->fetch(get(picky.server.url("/")));
    REQUIRE(response);
    CHECK(response->body == picky.answer);
    CHECK(*response->header("x-mark") == "yes");
  }
}

TEST_CASE("a failed renewal fails the request", "[fetch]") {
  Picky picky;
  const auto client = signed_in(picky.server);
  picky.server.refuse_renewals(503);
  const auto response = client->fetch(get(picky.server.url("/")));
  REQUIRE_FALSE(response);
  CHECK(response.error().action() == hufu::Action::retry);
  CHECK(picky.requests.size() == 1);
  CHECK(client->state() == hufu::SessionState::signed_in);
}

TEST_CASE("redirects are followed within the origin only", "[fetch]") {
  IdentityServer elsewhere;
  IdentityServer server([&](Connection& connection, const ServedRequest& request, int) {
    if (request.target == "/here") {
      connection.answer(302, "moved", "Location: /there\r\n");
    } else if (request.target == "/away") {
      connection.answer(302, "away", "Location: " + elsewhere.url("/") + "\r\n");
    } else if (request.target == "/loop") {
      connection.answer(302, "", "Location: /loop\r\n");
    } else {
      connection.answer(200, request.target);
    }
  });
  const auto client = signed_in(server);
  CHECK(client->fetch(get(server.url("/here")))->body == "/there");
  CHECK(client->fetch(get(server.url("/away")))->status == 302);
  CHECK(client->fetch(get(server.url("/away")))->body == "away");
  CHECK(client->fetch(get(server.url("/loop"))).is(Errc::refused));
  CHECK(elsewhere.connections() == 0);
}

TEST_CASE("a sink gets a body of any length, without it being collected", "[fetch]") {
  constexpr std::size_t kBytes = 64U << 20U;
  IdentityServer server([&](Connection& connection, const ServedRequest&, int) {
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kBytes) + "\r\n\r\n");
    const std::string piece(1U << 20U, 'x');
    for (std::size_t sent = 0; sent < kBytes; sent += piece.size()) {
      if (!connection.send(piece)) return;
    }
  });
  const auto client = signed_in(server);
  std::size_t got = 0;
  std::size_t longest = 0;
  FetchRequest request = get(server.url("/"));
  request.sink = [&](const FetchResponse& head, std::string_view piece) {
    got += head.status == 200 ? piece.size() : 0;
    longest = std::max(longest, piece.size());
    return true;
  };
  const auto response = client->fetch(request);
  REQUIRE(response);
  CHECK(response->body.empty());
  CHECK(got == kBytes);
  CHECK(longest <= (128U << 10U));

  request.sink = [&](const FetchResponse&, std::string_view) { return false; };
  CHECK(client->fetch(request).is(Errc::cancelled));
  request.sink = [&](const FetchResponse&, std::string_view) -> bool { throw 1; };
  CHECK_FALSE(client->fetch(request));
}

TEST_CASE("a body that is cut off is an error", "[fetch]") {
  IdentityServer server([&](Connection& connection, const ServedRequest& request, int) {
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    if (request.target == "/cut") connection.cut();
    connection.wait_for_close();
  });
  const auto client = signed_in(server);
  CHECK(client->fetch(get(server.url("/cut"))).is(Errc::network));

  FetchRequest request = get(server.url("/stall"));
  request.timeout_ms = 150;
  const Stopwatch watch;
  CHECK(client->fetch(request).is(Errc::timeout));
  CHECK(watch.ms() >= 140);
  CHECK(watch.ms() < 5000);
}

TEST_CASE("the caller's limit covers the wait for a token", "[fetch]") {
  Picky picky;
  const auto client = signed_in(picky.server);
  picky.server.set_renewal_delay(std::chrono::milliseconds(700));
  FetchRequest request = get(picky.server.url("/"));
  request.timeout_ms = 150;
  const Stopwatch watch;
  CHECK(client->fetch(request).is(Errc::timeout));
  CHECK(watch.ms() < 600);
  // The renewal itself goes on for whoever asks next.
  request.timeout_ms = 0;
  CHECK(client->fetch(request)->status == 200);
  CHECK(picky.server.renewals() == 1);
}

TEST_CASE("requests call back, many at a time", "[fetch]") {
  Picky picky;
  const auto client = signed_in(picky.server);
  std::atomic<int> right = 0;
  std::atomic<int> ended = 0;
  for (int i = 0; i < 200; ++i) {
    client->begin_fetch(post(picky.server.url("/"), "body " + std::to_string(i)),
                        [&, i](hufu::Result<FetchResponse> response) {
                          if (response && response->body == "body " + std::to_string(i)) ++right;
                          ++ended;
                        });
  }
  REQUIRE(eventually([&] { return ended == 200; }));
  CHECK(right == 200);
  CHECK(picky.server.renewals() == 1);
}

TEST_CASE("a sink on the network thread cannot wait for it", "[fetch]") {
  IdentityServer server;
  const auto client = signed_in(server);
  std::promise<Errc> told;
  std::promise<bool> ended;
  FetchRequest request = get(server.url("/"));
  request.sink = [&](const FetchResponse&, std::string_view) {
    const auto token = client->access_token();
    told.set_value(token ? Errc::conflict : token.error().code);
    return true;
  };
  client->begin_fetch(request,
                      [&](const auto& response) { ended.set_value(static_cast<bool>(response)); });
  CHECK(told.get_future().get() == Errc::invalid_argument);
  CHECK(ended.get_future().get());

  // On the caller's own thread it can.
  request.sink = [&](const FetchResponse&, std::string_view) {
    return static_cast<bool>(client->fetch(get(server.url("/again"))));
  };
  CHECK(client->fetch(request));
}
