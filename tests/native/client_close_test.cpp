// Cancelling and closing: nothing hangs, nothing is told twice, nothing is left running.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <hufu/native/client.h>

#include "identity_server.h"
#include "lock/held_lock.h"
#include "scratch.h"

namespace {

using hufu::Errc;
using hufu::Secret;
using hufu::native::Client;
using hufu::native::FetchRequest;
using hufu::native::FetchResponse;
using hufu::native::Host;
using hufu::test::Connection;
using hufu::test::eventually;
using hufu::test::IdentityServer;
using hufu::test::ServedRequest;

std::unique_ptr<Client> client_of(const IdentityServer& server, Host host = {}) {
  hufu::Config config;
  config.base_url = server.origin();
  return Client::open(config, std::move(host)).value();
}

std::unique_ptr<Client> signed_in(const IdentityServer& server) {
  auto client = client_of(server);
  hufu::SignInWithWechat with;
  with.code = Secret("code");
  REQUIRE(client->sign_in_with_wechat(with));
  return client;
}

/// Answers `/stall` with a head and half a body, `/silent` not at all.
struct Stalling {
  std::atomic<int> waiting = 0;
  IdentityServer server{[this](Connection& connection, const ServedRequest& request, int) {
    if (request.target == "/stall") {
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    }
    ++waiting;
    connection.wait_for_close();
  }};
};

FetchRequest get(const std::string& url) {
  FetchRequest request;
  request.url = url;
  return request;
}

}  // namespace

TEST_CASE("close ends what waits", "[close]") {
  Stalling stalling;
  auto client = signed_in(stalling.server);
  std::vector<std::thread> threads;
  std::atomic<int> cancelled = 0;
  for (const char* path : {"/stall", "/silent"}) {
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&, path] {
        cancelled += client->fetch(get(stalling.server.url(path))).is(Errc::cancelled) ? 1 : 0;
      });
      client->begin_fetch(get(stalling.server.url(path)), [&](const auto& response) {
        cancelled += response.is(Errc::cancelled) ? 1 : 0;
      });
    }
  }
  REQUIRE(eventually([&] { return stalling.waiting == 12; }));
  client->close();
  for (std::thread& thread : threads)
    thread.join();
  CHECK(cancelled == 12);
  CHECK(client->access_token().is(Errc::cancelled));
  CHECK(client->fetch(get(stalling.server.url("/"))).is(Errc::cancelled));
  CHECK(client->begin(hufu::CurrentSession{}).get().is(Errc::cancelled));
  std::promise<Errc> told;
  client->begin_fetch(get(stalling.server.url("/")), [&](const auto& response) {
    told.set_value(response ? Errc::conflict : response.error().code);
  });
  CHECK(told.get_future().get() == Errc::cancelled);
  client->close();
}

TEST_CASE("the destructor tells every callback", "[close]") {
  Stalling stalling;
  std::atomic<int> told = 0;
  {
    auto client = signed_in(stalling.server);
    for (int i = 0; i < 50; ++i) {
      client->begin_fetch(get(stalling.server.url("/silent")), [&](const auto&) { ++told; });
      client->begin(hufu::Operation(hufu::FetchProfile{}), [&](const auto&) { ++told; });
    }
  }
  CHECK(told == 100);
}

TEST_CASE("an operation is cancelled by its number", "[close]") {
  Stalling stalling;
  auto client = signed_in(stalling.server);
  for (const char* path : {"/stall", "/silent"}) {
    std::promise<Errc> told;
    std::atomic<int> pieces = 0;
    FetchRequest request = get(stalling.server.url(path));
    request.sink = [&](const FetchResponse&, std::string_view) { return ++pieces, true; };
    const auto id = client->begin_fetch(request, [&](const auto& response) {
      told.set_value(response ? Errc::conflict : response.error().code);
    });
    // With "/stall" the operation has ended by then, and only the body goes on.
    REQUIRE(eventually([&] { return pieces > 0 || std::string(path) == "/silent"; }));
    CHECK(client->cancel(id));
    CHECK(told.get_future().get() == Errc::cancelled);
    CHECK(eventually([&] { return !client->cancel(id); }));
  }
  CHECK_FALSE(client->cancel(hufu::OperationId{12345}));
}

TEST_CASE("a stop token ends a wait", "[close]") {
  Stalling stalling;
  auto client = signed_in(stalling.server);
  std::stop_source stop;
  std::thread stopper([&] {
    REQUIRE(eventually([&] { return stalling.waiting == 1; }));
    stop.request_stop();
  });
  CHECK(client->call(hufu::FetchProfile{}, stop.get_token()).is(Errc::cancelled));
  stopper.join();
  CHECK(client->call(hufu::CurrentSession{}, stop.get_token()).is(Errc::cancelled));
}

TEST_CASE("who gives up does not take the others' refresh along", "[close]") {
  IdentityServer server;
  server.set_lifetime_s(1);
  auto client = signed_in(server);
  server.set_lifetime_s(3600);
  server.set_renewal_delay(std::chrono::milliseconds(100));
  REQUIRE(eventually(
      [&] { return client->authorize(server.url("/")).verdict() == hufu::Verdict::needs_token; }));
  std::promise<Errc> first;
  const auto id =
      client->begin(hufu::Operation(hufu::CurrentAccessToken{}), [&](const auto& outcome) {
        first.set_value(outcome ? Errc::conflict : outcome.error().code);
      });
  auto second = client->begin(hufu::CurrentAccessToken{});
  REQUIRE(eventually([&] { return server.renewals() == 1; }));
  CHECK(client->cancel(id));
  CHECK(first.get_future().get() == Errc::cancelled);
  CHECK(second.get()->token == Secret("access-2"));
}

TEST_CASE("a client that waits for another's lock can be closed", "[close]") {
  const hufu::test::Scratch scratch;
  class Locked final : public hufu::native::Store {
   public:
    explicit Locked(std::string file) : file_(std::move(file)) {}
    hufu::Result<std::optional<Secret>> load(const std::string& key) override {
      return store_.load(key);
    }
    hufu::Result<hufu::Nothing> save(const std::string& key, const Secret& value) override {
      return store_.save(key, value);
    }
    hufu::Result<hufu::Nothing> erase(const std::string& key) override { return store_.erase(key); }
    std::string lock_file(const std::string&) const override { return file_; }

   private:
    std::string file_;
    hufu::native::MemoryStore store_;
  };
  const std::string file = scratch.in("l.lock");
  const auto taken = hufu::native::HeldLock::take({file, file}, 0);
  REQUIRE(taken);
  IdentityServer server;
  Host host;
  host.store = std::make_shared<Locked>(file);
  auto client = client_of(server, host);
  hufu::SignInWithWechat with;
  with.code = Secret("code");
  auto waiting = client->begin(with);  // gets its tokens, then wants the lock
  REQUIRE(eventually([&] { return server.sign_ins() == 1; }));
  const hufu::test::Stopwatch watch;
  client->close();
  CHECK(watch.ms() < 5000);
  CHECK(waiting.get().is(Errc::cancelled));
}

TEST_CASE("a callback may close the client and may let it go", "[close]") {
  IdentityServer server;
  std::shared_ptr<Client> client = signed_in(server);
  std::promise<void> closed;
  client->begin(hufu::Operation(hufu::CurrentSession{}), [&](const auto&) {
    client->close();
    closed.set_value();
  });
  closed.get_future().get();

  std::shared_ptr<Client> other = signed_in(server);
  std::promise<void> gone;
  other->begin(hufu::Operation(hufu::CurrentSession{}), [&](const auto&) {
    std::shared_ptr<Client> last = std::move(other);
    last.reset();
    gone.set_value();
  });
  gone.get_future().get();
}

TEST_CASE("clients come and go while others work", "[close]") {
  IdentityServer server;
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&] {
      for (int round = 0; round < 15; ++round) {
        auto client = client_of(server);
        hufu::SignInWithWechat with;
        with.code = Secret("code");
        if (!client->sign_in_with_wechat(with)) ++wrong;
        std::vector<std::future<hufu::Result<hufu::AccessToken>>> tokens;
        for (int i = 0; i < 5; ++i)
          tokens.push_back(client->begin(hufu::CurrentAccessToken{}));
        client->begin_fetch(get(server.url("/x")), [](const auto&) {});
        if (round % 2 == 0) {
          for (auto& token : tokens)
            wrong += token.get() ? 0 : 1;
        }
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(wrong == 0);
}
