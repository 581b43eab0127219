// The binding ceremony in both directions, step by step.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <chrono>
#include <map>
#include <thread>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

// The two directions: who issues and who redeems.
std::string target_of(const Client& issuer) { return issuer.platform == "web" ? "wechat" : "web"; }

}  // namespace

TEST_CASE("two halves become one person", "[binding]") {
  World world;
  auto [issuer, redeemer] = pair_of(world, GENERATE(true, false));
  const Client stale = redeemer;
  const Client stale_issuer = issuer;

  const Answer issued = world.issue(issuer);
  REQUIRE(issued.status == 201);
  const Json code = issued.json();
  CHECK(code["state"] == "issued");
  CHECK(code["expiresIn"] == 300);
  const std::string id = code["bindingId"];
  CHECK(world.show_binding(issuer, id).json()["state"] == "issued");
  CHECK(world.show_binding(redeemer, id).status == 404);

  const Answer redeemed = world.redeem(redeemer, code["bindCode"]);
  REQUIRE(redeemed.status == 202);
  CHECK(redeemed.json()["state"] == "pending");
  CHECK(redeemed.json()["preview"]["platform"] == issuer.platform);
  CHECK(redeemed.json()["expiresIn"] == 120);
  const Json seen = world.show_binding(issuer, id).json();
  CHECK(seen["state"] == "pending");
  CHECK(seen["role"] == "issuer");
  CHECK(seen["preview"]["provider"] == (redeemer.platform == "web" ? "clerk" : "wechat"));
  CHECK_FALSE(seen.contains("number"));

  const Answer accepted =
      world.call_as(redeemer, "POST", "/api/bindings/" + id + "/accept", Json::object());
  REQUIRE(accepted.status == 200);
  const PendingBinding binding{id, accepted.json()["number"]};
  CHECK(binding.number.size() == 2);
  CHECK(world.show_binding(redeemer, id).json()["role"] == "redeemer");

  const Answer confirmed = world.confirm(issuer, binding);
  INFO(confirmed.text);
  REQUIRE(confirmed.status == 200);
  CHECK(confirmed.json()["state"] == "confirmed");
  CHECK(confirmed.json()["success"] == true);
  // A session for an issuer with one of ours, none for a Clerk one.
  CHECK(confirmed.json().contains("session") == !issuer.refresh.empty());
  if (confirmed.json().contains("session")) {
    const Json session = confirmed.json()["session"];
    CHECK(session["user"]["id"] == issuer.user_id);
    issuer.token = session["token"];
    issuer.refresh = session["refreshToken"];
    CHECK(world.call_as(stale_issuer, "GET", "/api/user/profile").error() == "invalid_token");
  }
  if (!redeemer.refresh.empty()) {
    CHECK(world.call_as(stale, "GET", "/api/user/profile").error() == "invalid_token");
    world.renew(redeemer);
  }
  const Json one = world.profile(issuer);
  const Json other = world.profile(redeemer);
  CHECK(one["id"] == issuer.user_id);
  CHECK(other["id"] == one["id"]);
  CHECK(other["identities"] == one["identities"]);
  CHECK(one["identities"].size() == 2);
  CHECK(world.show_binding(redeemer, id).json()["state"] == "confirmed");
  for (const char* event : {"issued", "redeemed", "accepted", "confirmed", "absorbed"})
    CHECK(world.count_audit(event) == 1);
}

TEST_CASE("tokens from before a link lead on exactly once", "[binding][B13]") {
  World world;
  Client web = world.web();
  Client mini = world.mini_program();
  const std::string first = mini.refresh;
  world.renew(mini);
  const std::string before = mini.refresh;
  const PendingBinding binding = world.bring_to_accepted(web, mini);
  REQUIRE(world.confirm(web, binding).status == 200);

  SECTION("the current one is refreshed, a lost answer is repeated, then it is spent") {
    world.renew(mini);
    CHECK(mini.user_id == web.user_id);
    CHECK(world.refresh_with(before, "miniprogram").json()["refreshToken"] == mini.refresh);
    world.profile(mini);
    CHECK(world.refresh_with(before, "miniprogram").error() == "refresh_token_already_used");
  }
  SECTION("its parent leads nowhere") {
    CHECK(world.refresh_with(first, "miniprogram").error() == "refresh_token_already_used");
  }
}

TEST_CASE("lost answers can be asked for again at every step", "[binding]") {
  World world;
  Client web = world.web();
  Client mini = world.mini_program();
  const PendingBinding binding = world.bring_to_accepted(web, mini);
  const Answer again =
      world.call_as(mini, "POST", "/api/bindings/" + binding.id + "/accept", Json::object());
  CHECK(again.json()["number"] == binding.number);
  REQUIRE(world.confirm(web, binding).status == 200);
  const Answer twice = world.confirm(web, binding);
  CHECK(twice.status == 200);
  CHECK(twice.json()["success"] == true);
}

TEST_CASE("codes are typed as people type", "[binding]") {
  World world;
  const Client web = world.web();
  const Client mini = world.mini_program();
  const Json issued = world.issue(web).json();
  std::string code = issued["bindCode"];
  REQUIRE(code.size() == 11);
  REQUIRE(code[5] == '-');
  SECTION("lower case, with spaces") {
    std::string typed;
    for (const char symbol : code) {
      if (symbol == '-') continue;
      typed += static_cast<char>(std::tolower(symbol));
      typed += ' ';
    }
    CHECK(world.redeem(mini, typed).status == 202);
  }
  SECTION("or scanned") { CHECK(world.redeem(mini, issued["qr"]).status == 202); }
  SECTION("but not repaired") {
    CHECK(world.redeem(mini, code + "!").error() == "bind_code_invalid");
  }
}

TEST_CASE("the code is uniform over its alphabet", "[binding][B1]") {
  hufu::mock::MockConfig config;
  config.limits = false;
  World world(config);
  const Client web = world.web();
  std::map<char, int> counts;
  constexpr int kCodes = 600;
  for (int index = 0; index < kCodes; ++index) {
    for (const char symbol : world.issue(web).json()["bindCode"].get<std::string>())
      ++counts[symbol];
  }
  counts.erase('-');
  REQUIRE(counts.size() == 20);
  const double expected = kCodes * 10 / 20.0;
  double chi_square = 0;
  for (const auto& [symbol, count] : counts)
    chi_square += (count - expected) * (count - expected) / expected;
  CHECK(chi_square < 50);  // 19 degrees of freedom: by chance once in 10,000 runs
}

TEST_CASE("waiting ends with the change", "[binding][B19]") {
  World world;
  const Client web = world.web();
  const Client mini = world.mini_program();
  const Json issued = world.issue(web).json();
  const std::string id = issued["bindingId"];
  CHECK(world.show_binding(web, id, "?wait=20&since=pending").json()["state"] == "issued");

  std::thread redeemer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    HttpCaller caller(world.port());
    Fields headers = headers_of(mini);
    headers.emplace_back("Content-Type", "application/json");
    const Json body = {{"bindCode", issued["bindCode"]}, {"platform", "web"}};
    caller.call("POST", "/api/bind-account", headers, body.dump());
  });
  const auto start = std::chrono::steady_clock::now();
  const Answer changed = world.show_binding(web, id, "?wait=20&since=issued");
  const auto waited = std::chrono::steady_clock::now() - start;
  redeemer.join();
  CHECK(changed.json()["state"] == "pending");
  CHECK(changed.json()["interval"] == 5);
  CHECK(waited < std::chrono::milliseconds(900));
  CHECK(world.show_binding(web, id, "?wait=soon").error() == "invalid_request");
}

TEST_CASE("a request names the other half", "[binding]") {
  World world;
  const Client web = world.web();
  const Client mini = world.mini_program();
  CHECK(world.call_as(web, "POST", "/api/bind-codes", {{"target", "web"}}).error() ==
        "invalid_request");
  CHECK(world.call_as(web, "POST", "/api/bind-codes", {{"target", "qq"}}).error() ==
        "invalid_request");
  const std::string code = world.issue(web).json()["bindCode"];
  CHECK(world
            .call_as(mini, "POST", "/api/bind-account",
                     {{"bindCode", code}, {"platform", target_of(web)}})
            .error() == "invalid_request");
  CHECK(world.redeem(mini, code).status == 202);
}
