// The native client over HTTP: sessions, one refresh for everyone, stores, events, callbacks.
#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <hufu/native/client.h>
#include <hufu/native/file_store.h>

#include "identity_server.h"
#include "scratch.h"

namespace {

using hufu::Config;
using hufu::CredentialAnswer;
using hufu::Errc;
using hufu::Event;
using hufu::EventKind;
using hufu::Secret;
using hufu::SessionState;
using hufu::Verdict;
using hufu::native::Client;
using hufu::native::FileStore;
using hufu::native::Host;
using hufu::native::MemoryStore;
using hufu::test::eventually;
using hufu::test::IdentityServer;
using hufu::test::Scratch;

std::unique_ptr<Client> client_of(const IdentityServer& server, Host host = {}) {
  Config config;
  config.base_url = server.origin();
  auto client = Client::open(config, std::move(host));
  REQUIRE(client);
  return std::move(*client);
}

void sign_in(Client& client) {
  REQUIRE(client.sign_in_with_wechat({.code = Secret("code"),
                                      .nickname = {},
                                      .avatar_url = {},
                                      .encrypted_data = {},
                                      .iv = {},
                                      .raw_data = {},
                                      .signature = {}}));
}

/// A store on a disk that can be full.
class FullStore final : public hufu::native::Store {
 public:
  hufu::Result<std::optional<Secret>> load(const std::string& key) override {
    return store_.load(key);
  }
  hufu::Result<hufu::Nothing> save(const std::string& key, const Secret& value) override {
    if (is_full) return full();
    return store_.save(key, value);
  }
  hufu::Result<hufu::Nothing> prepare_save(const std::string& key) override {
    prepared.push_back(key);
    if (is_full) return full();
    return hufu::Nothing{};
  }
  hufu::Result<hufu::Nothing> erase(const std::string& key) override { return store_.erase(key); }

  std::atomic<bool> is_full = false;
  std::vector<std::string> prepared;

 private:
  static hufu::Error full() { return {Errc::store_unavailable, "no room", 0, 0}; }

  MemoryStore store_;
};

/// A store that takes its time and notes what is done to it.
class SlowStore final : public hufu::native::Store {
 public:
  hufu::Result<std::optional<Secret>> load(const std::string& key) override {
    pause("load");
    return store_.load(key);
  }
  hufu::Result<hufu::Nothing> save(const std::string& key, const Secret& value) override {
    pause("save");
    return store_.save(key, value);
  }
  hufu::Result<hufu::Nothing> erase(const std::string& key) override {
    pause("erase");
    return store_.erase(key);
  }
  std::vector<std::string> calls() {
    const std::lock_guard hold(mutex_);
    return calls_;
  }

 private:
  void pause(const char* call) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const std::lock_guard hold(mutex_);
    calls_.emplace_back(call);
  }

  MemoryStore store_;
  std::mutex mutex_;
  std::vector<std::string> calls_;
};

}  // namespace

TEST_CASE("a client that cannot work is not opened", "[client]") {
  CHECK(Client::open({}).is(Errc::invalid_argument));
  Config config;
  config.base_url = "http://example.com";
  CHECK(Client::open(config).is(Errc::invalid_argument));
}

TEST_CASE("sign in, sign requests, sign out", "[client]") {
  IdentityServer server;
  const auto client = client_of(server);
  CHECK(client->state() == SessionState::signed_out);
  CHECK(client->authorize(server.url("/x")).verdict() == Verdict::needs_token);
  CHECK(client->access_token().is(Errc::signed_out));

  sign_in(*client);
  CHECK(client->state() == SessionState::signed_in);
  CHECK(client->user()->nickname == "Ming");
  CHECK(client->access_token()->token == Secret("access-1"));

  const auto headers = client->authorize(server.url("/x"));
  REQUIRE(headers);
  CHECK(headers.authorization() == "Bearer access-1");
  CHECK(headers.platform() == "desktop");
  CHECK(client->authorize("https://elsewhere.example/x").verdict() == Verdict::refused);

  REQUIRE(client->sign_out());
  CHECK(server.sign_outs() == 1);
  CHECK(client->authorize(server.url("/x")).verdict() == Verdict::needs_token);
  CHECK(headers.authorization() == "Bearer access-1");  // still readable: the value owns it
}

TEST_CASE("what the unified backend cannot do says so", "[client]") {
  IdentityServer server;
  const auto client = client_of(server);
  CHECK(client->sign_in_anonymously().is(Errc::unsupported));
  CHECK(client->sign_up({.email = "a@b", .password = Secret("p")}).is(Errc::unsupported));
}

TEST_CASE("a session outlives the client in its file", "[client]") {
  const Scratch scratch;
  IdentityServer server;
  const auto open = [&] {
    Host host;
    host.store = *FileStore::open({scratch.in("state"), Secret(std::string(32, 'k')), false, {}});
    return client_of(server, host);
  };
  sign_in(*open());
  const auto client = open();
  CHECK(client->session()->state == SessionState::signed_in);
  CHECK(client
            ->fetch({.url = server.url("/x"),
                     .method = "GET",
                     .headers = {},
                     .body = {},
                     .timeout_ms = 0,
                     .sink = {}})
            ->body == "Bearer access-1");
  CHECK(server.sign_ins() == 1);
  CHECK(server.renewals() == 0);
}

TEST_CASE("clients on one store renew once", "[client]") {
  const Scratch scratch;
  IdentityServer server;
  for (const bool in_file : {true, false}) {
    const int before = server.renewals();
    const auto shared = std::make_shared<MemoryStore>();
    const auto open = [&] {
      Host host;
      host.store = shared;
      if (in_file) {
        host.store =
            *FileStore::open({scratch.in("state"), Secret(std::string(32, 'k')), false, {}});
      }
      return client_of(server, host);
    };
    server.set_lifetime_s(1);
    std::vector<std::unique_ptr<Client>> clients;
    clients.push_back(open());
    sign_in(*clients[0]);
    server.set_lifetime_s(3600);
    server.set_renewal_delay(std::chrono::milliseconds(50));
    for (int i = 0; i < 5; ++i) {
      clients.push_back(open());
      CHECK(clients.back()->session()->state == SessionState::signed_in);
    }
    REQUIRE(eventually(
        [&] { return clients[0]->authorize(server.url("/")).verdict() == Verdict::needs_token; }));
    std::vector<std::thread> threads;
    std::atomic<int> served = 0;
    for (const auto& client : clients) {
      threads.emplace_back([&] { served += client->access_token() ? 1 : 0; });
    }
    for (std::thread& thread : threads)
      thread.join();
    CHECK(served == 6);
    CHECK(server.renewals() - before == 1);
  }
}

TEST_CASE("a store is called in order, and never at the same time", "[client]") {
  IdentityServer server;
  const auto store = std::make_shared<SlowStore>();
  Host host;
  host.store = store;
  const auto client = client_of(server, host);
  sign_in(*client);
  REQUIRE(client->sign_out());
  const std::vector<std::string> calls = store->calls();
  REQUIRE_FALSE(calls.empty());
  CHECK(calls.back() == "erase");
  CHECK(std::count(calls.begin(), calls.end(), "save") == 2);  // the session, and why it ended
}

TEST_CASE("events are told in order, on a thread that may use the client", "[client]") {
  IdentityServer server;
  const auto client = client_of(server);
  std::mutex mutex;
  std::vector<EventKind> told;
  std::vector<std::string> tokens;
  client->on_event([](const Event&) { throw 1; });  // harms nobody
  client->on_event([&](const Event& event) {
    const auto token = client->access_token();  // waits for a thread that is not this one
    const std::lock_guard hold(mutex);
    told.push_back(event.kind);
    tokens.push_back(token ? token->token.reveal() : "none");
  });
  const std::uint32_t silent = client->on_event([&](const Event&) {
    const std::lock_guard hold(mutex);
    told.push_back(EventKind::store_failed);
  });
  client->off_event(silent);

  sign_in(*client);
  REQUIRE(client->sign_out());
  const auto count = [&] {
    const std::lock_guard hold(mutex);
    return told.size();
  };
  REQUIRE(eventually([&] { return count() == 3; }));
  CHECK(told ==
        std::vector{EventKind::initial_session, EventKind::signed_in, EventKind::signed_out});
}

TEST_CASE("operations call back or fill a future", "[client]") {
  IdentityServer server;
  const auto client = client_of(server);
  hufu::SignInWithWechat with;
  with.code = Secret("code");
  CHECK(client->begin(with).get()->state == SessionState::signed_in);

  std::promise<hufu::Result<hufu::Outcome>> told;
  const auto id = client->begin(hufu::Operation(hufu::CurrentAccessToken{}),
                                [&](auto outcome) { told.set_value(std::move(outcome)); });
  CHECK(id != hufu::OperationId{});
  const auto outcome = told.get_future().get();
  REQUIRE(outcome);
  CHECK(std::get<hufu::AccessToken>(*outcome).token == Secret("access-1"));

  // A callback may wait for a future: futures do not stand in line behind callbacks.
  std::promise<bool> waited;
  client->begin(hufu::Operation(hufu::CurrentSession{}), [&](const auto&) {
    waited.set_value(static_cast<bool>(client->begin(hufu::FetchProfile{}).get()));
  });
  CHECK_FALSE(waited.get_future().get());  // the test's server knows no profile

  std::promise<Errc> refused;
  client->begin(hufu::Operation(hufu::Fetch{}), [&](auto result) {
    refused.set_value(result ? Errc::conflict : result.error().code);
  });
  CHECK(refused.get_future().get() == Errc::invalid_argument);
}

TEST_CASE("the host's functions are asked, and their failures told", "[client]") {
  IdentityServer server;
  std::atomic<int> asked = 0;
  Host host;
  host.credential = [&](hufu::CredentialKind kind, bool) -> hufu::Result<CredentialAnswer> {
    CHECK(kind == hufu::CredentialKind::wechat_code);
    const int turn = ++asked;
    if (turn == 1) return Errc::declined;
    if (turn == 2) throw std::runtime_error("no such luck");
    return CredentialAnswer{.value = Secret("code")};
  };
  const auto client = client_of(server, host);
  CHECK(client->sign_in_with_wechat().is(Errc::declined));
  CHECK(client->sign_in_with_wechat().is(Errc::host_fault));
  CHECK(client->sign_in_with_wechat()->state == SessionState::signed_in);
}

TEST_CASE("a callback that is not configured is named", "[client]") {
  IdentityServer server;
  const auto outcome = client_of(server)->sign_in_with_wechat();
  REQUIRE(outcome.is(Errc::unsupported));
  CHECK(outcome.error().detail ==
        "sign_in_with_wechat: no credential callback configured for wechat_code");
}

TEST_CASE("authorize serves many threads through changes of the token", "[client]") {
  IdentityServer server;
  const auto client = client_of(server);
  sign_in(*client);
  const std::string url = server.url("/x");
  std::atomic<bool> is_over = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {  // more than there are slots
    threads.emplace_back([&] {
      while (!is_over.load()) {
        const auto headers = client->authorize(url);
        if (headers && !headers.authorization().starts_with("Bearer access-")) ++wrong;
      }
    });
  }
  for (int round = 0; round < 20; ++round) {
    sign_in(*client);
    if (round % 5 == 0 && !client->sign_out()) ++wrong;
  }
  is_over = true;
  for (std::thread& thread : threads)
    thread.join();
  CHECK(wrong == 0);
  CHECK(client->authorize(url).authorization() == "Bearer access-21");
}

TEST_CASE("a refresh token is not spent where what comes for it cannot be kept", "[native]") {
  IdentityServer server;
  server.set_lifetime_s(1);  // too short to be fresh
  const auto store = std::make_shared<FullStore>();
  Host host;
  host.store = store;
  const auto client = client_of(server, host);
  sign_in(*client);
  CHECK(store->prepared.empty());

  store->is_full = true;
  // As long as the old token lives it is given out.
  REQUIRE(eventually([&] { return !client->access_token(); }));
  const auto refused = client->access_token();
  REQUIRE(refused.is(Errc::store_unavailable));
  CHECK(refused.error().detail.find("no room") != std::string::npos);
  CHECK(server.renewals() == 0);
  CHECK(client->state() == SessionState::signed_in);
  REQUIRE_FALSE(store->prepared.empty());
  CHECK(store->prepared.front() == Config().storage_key);

  store->is_full = false;
  const auto again = client_of(server, host);  // as the next program would
  CHECK(again->access_token());
  CHECK(server.renewals() == 1);
}
