// Who waits for news of one thing hears of that one, at once, and of nothing else.
#include "people/waits.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "support/world.h"

using namespace hufu::mock;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

struct Room {
  // An hour is beyond the test's patience: what ends a wait here is news.
  asio::awaitable<void> wait(std::string id) {
    Watch watch(waits, id);
    co_await watch.wait("issued", 1h);
    woken.push_back(id);
  }

  void begin(const std::string& id) { asio::co_spawn(network, wait(id), asio::detached); }

  asio::io_context network;
  Waits waits{network};
  std::vector<std::string> woken;
};

asio::awaitable<void> wait_for_ever(Waits& waits) {
  Watch watch(waits, "a");
  co_await watch.wait("issued", 1h);
}

asio::awaitable<void> hear_first(Room& room) {
  Watch watch(room.waits, "a");
  room.waits.wake("a");
  co_await watch.wait("issued", 1h);
  room.woken.emplace_back("at once");
  co_await watch.wait("issued", 1ms);
  room.woken.emplace_back("after a while");
}

}  // namespace

TEST_CASE("news of one thing wakes those who wait for it", "[waits]") {
  Room room;
  for (const char* id : {"a", "b", "a", "c"})
    room.begin(id);
  room.network.poll();
  CHECK(room.waits.waited_for().size() == 4);
  CHECK(room.waits.waited_for().find("b")->second == "issued");

  room.waits.wake("a");
  room.network.poll();
  CHECK(room.woken == std::vector<std::string>{"a", "a"});
  room.waits.wake("of nobody");
  room.network.poll();
  CHECK(room.woken.size() == 2);
  room.waits.wake_all();
  room.network.poll();
  CHECK(room.woken.size() == 4);
  CHECK(room.waits.empty());
}

TEST_CASE("news that comes while one looks is not missed", "[waits]") {
  Room room;
  asio::co_spawn(room.network, hear_first(room), asio::detached);
  room.network.run();
  CHECK(room.woken == std::vector<std::string>{"at once", "after a while"});
}

TEST_CASE("a network that stops leaves nobody behind", "[waits]") {
  auto network = std::make_unique<asio::io_context>();
  {
    Waits waits(*network);
    asio::co_spawn(*network, wait_for_ever(waits), asio::detached);
    network->poll();
  }
  network.reset();  // the watch goes after its book's owner
}

TEST_CASE("a sign-out tells whoever waits for its binding", "[waits][binding]") {
  using namespace hufu::mock::test;
  World world;
  const Client mini = world.mini_program();
  const std::string id = world.issue(mini).json()["bindingId"];
  std::thread leaving([&] {
    std::this_thread::sleep_for(100ms);
    HttpCaller(world.port()).call("POST", "/api/auth/logout?scope=others", headers_of(mini), "");
  });
  const auto start = std::chrono::steady_clock::now();
  const Answer ended = world.show_binding(mini, id, "?wait=20&since=issued");
  leaving.join();
  CHECK(ended.json()["state"] == "expired");
  CHECK(std::chrono::steady_clock::now() - start < 900ms);
}
