// Many at once: one code, one link (V4).
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <mutex>

#include "support/in_parallel.h"
#include "support/world.h"

using namespace hufu::mock::test;

TEST_CASE("100 redeemers of one code: one pending binding", "[binding][V4]") {
  hufu::mock::MockConfig config;
  config.limits = false;
  World world(config);
  const Client web = world.web();
  std::vector<Client> clients;
  for (int index = 0; index < 100; ++index)
    clients.push_back(world.mini_program());
  const std::string code = world.issue(web).json()["bindCode"];
  std::mutex mutex;
  std::map<int, int> statuses;
  in_parallel(100, [&](int index) {
    HttpCaller caller(world.port());
    Fields headers = headers_of(clients[static_cast<std::size_t>(index)]);
    headers.emplace_back("Content-Type", "application/json");
    const Json body = {{"bindCode", code}, {"platform", "web"}};
    const Answer answer = caller.call("POST", "/api/bind-account", headers, body.dump());
    const std::lock_guard lock(mutex);
    ++statuses[answer.status];
  });
  CHECK(statuses[202] == 1);
  CHECK(statuses[400] == 99);
}

TEST_CASE("100 confirmations: one link", "[binding][V4]") {
  World world;
  const Client web = world.web();
  const Client mini = world.mini_program();
  const PendingBinding binding = world.bring_to_accepted(web, mini);
  std::atomic<int> succeeded{0};
  in_parallel(100, [&](int) {
    HttpCaller caller(world.port());
    Fields headers = headers_of(web);
    headers.emplace_back("Content-Type", "application/json");
    const Json body = {{"number", binding.number}};
    succeeded +=
        caller.call("POST", "/api/bindings/" + binding.id + "/confirm", headers, body.dump())
                    .status == 200
            ? 1
            : 0;
  });
  CHECK(succeeded == 100);
  CHECK(world.count_audit("confirmed") == 1);
  CHECK(world.count_audit("absorbed") == 1);
}
