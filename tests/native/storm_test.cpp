// Many threads at one client whose token has ended; the preset `tsan` looks at what they share.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>
#include <tuple>
#include <vector>

#include <hufu/native/client.h>

#include "identity_server.h"
#include "scratch.h"

namespace {

using hufu::Config;
using hufu::Event;
using hufu::Secret;
using hufu::SignInWithWechat;
using hufu::Verdict;
using hufu::native::Client;
using hufu::test::eventually;
using hufu::test::IdentityServer;

constexpr int kThreads = 16;
const int kOperations = std::getenv("HUFU_TEST_FULL") ? 10'000 / kThreads : 40;

/// Of somebody whose token has ended; the next one lives long.
std::unique_ptr<Client> client_of(IdentityServer& server) {
  server.set_lifetime_s(1);
  Config config;
  config.base_url = server.origin();
  auto client = Client::open(config);
  REQUIRE(client);
  SignInWithWechat sign_in;
  sign_in.code = Secret("code");
  REQUIRE((*client)->sign_in_with_wechat(sign_in));
  server.set_lifetime_s(3600);
  REQUIRE(eventually(
      [&] { return (*client)->authorize(server.url("/")).verdict() == Verdict::needs_token; }));
  return std::move(*client);
}

/// Runs it on all threads at once; its argument counts up from 0 in each.
template <class Work>
void on_all_threads(Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < kOperations; ++j)
        work(j);
    });
  }
  for (std::thread& thread : threads)
    thread.join();
}

TEST_CASE("storm: all threads get one token, of one renewal") {
  IdentityServer server;
  const auto client = client_of(server);
  server.set_renewal_delay(std::chrono::milliseconds(100));
  std::atomic<int> refused = 0;
  on_all_threads([&](int) {
    const auto token = client->access_token();
    if (!token || token->token.reveal() != "access-2") ++refused;
  });
  CHECK(refused == 0);
  CHECK(server.renewals() == 1);
}

TEST_CASE("storm: signing, listening, renewing, and a sign-out in the middle") {
  IdentityServer server;
  const auto client = client_of(server);
  const std::string url = server.url("/orders");
  std::atomic<int> heard = 0, signed_with_nothing = 0, signed_out = 0;
  on_all_threads([&](int step) {
    const auto listener = client->on_event([&](const Event&) { ++heard; });
    const auto headers = client->authorize(url);
    if (headers.verdict() == Verdict::ready && headers.authorization().empty())
      ++signed_with_nothing;
    const auto token = client->access_token();
    if (token.is(hufu::Errc::signed_out)) ++signed_out;
    if (step == kOperations / 2) std::ignore = client->sign_out();
    client->off_event(listener);
  });
  CHECK(signed_with_nothing == 0);
  CHECK(signed_out > 0);
  CHECK(heard > 0);
  CHECK(client->authorize(url).verdict() != Verdict::ready);
}

}  // namespace
