// A sign-in on another screen: what it shows is scanned once, by a signed-in person, who alone can
// agree.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <map>
#include <mutex>

#include "support/in_parallel.h"
#include "support/screen.h"

using namespace hufu::mock::test;

namespace {

std::string wrong_number(const Screen& screen) {
  return screen.grant["number"] == "11" ? "22" : "11";
}

}  // namespace

TEST_CASE("a page is let in by a scan", "[scan]") {
  Shop world;
  const Client mini = world.mini_program();
  const Screen screen(world, "mini_program");
  CHECK(screen.grant["scan_kind"] == "link");
  CHECK(screen.grant["expires_in"] == 300);
  CHECK(screen.state().json()["state"] == "pending");

  const Answer seen = scan(world, mini, screen.scene());
  INFO(seen.text);
  REQUIRE(seen.status == 200);
  CHECK(seen.json()["kind"] == "sign_in");
  CHECK(seen.json()["client"] == "Tally Tea");
  CHECK(seen.json()["platform"] == "web");
  CHECK(seen.json()["place"] == "127.0.x.x");
  CHECK(seen.json()["browser"] == "Safari, iPhone");
  CHECK(seen.json()["sentAs"] == "");
  CHECK_FALSE(seen.json().contains("number"));
  // Scanning decides nothing (B18), and says nothing of who it was.
  const Json scanned = screen.state().json();
  CHECK(scanned["state"] == "scanned");
  CHECK_FALSE(scanned.contains("nickname"));
  CHECK(screen.token().error() == "authorization_pending");

  const Json number = {{"number", screen.grant["number"]}};
  CHECK(decide(world, mini, seen, "approve", number).json()["state"] == "approved");
  CHECK(decide(world, mini, seen, "approve", number).status == 200);
  const Json approved = screen.state().json();
  CHECK(approved["state"] == "approved");
  CHECK(approved["nickname"] == world.profile(mini)["nickname"]);
  world.advance_ms(6000);
  const Answer token = screen.token();
  INFO(token.text);
  REQUIRE(token.status == 200);
  CHECK(screen.state().json()["state"] == "redeemed");
  for (const char* event : {"device_started", "device_scanned", "device_approved"})
    CHECK(world.count_audit(event) == 1);
}

TEST_CASE("100 scan one code: one has it", "[scan][V4]") {
  hufu::mock::MockConfig config = with_open_links();
  config.limits = false;
  World world(config);
  let_wechat_refuse(world);
  std::vector<Client> clients;
  for (int index = 0; index < 100; ++index)
    clients.push_back(world.mini_program());
  const Screen screen(world, "mini_program");
  const std::string scene = screen.scene();
  std::mutex mutex;
  std::map<std::string, int> outcomes;
  in_parallel(100, [&](int index) {
    const Answer answer = scan(world, clients[static_cast<std::size_t>(index)], scene);
    const std::lock_guard lock(mutex);
    ++outcomes[answer.status == 200 ? "opened" : answer.error()];
  });
  CHECK(outcomes == std::map<std::string, int>{{"opened", 1}, {"scan_used", 99}});
  CHECK(world.count_audit("device_scanned") == 1);
}

TEST_CASE("only who scanned can agree, in the same session", "[scan]") {
  Shop world;
  const std::string person = world.add_wechat_person();
  const Client mini = world.mini_program_of(person);
  const Client elsewhere = world.mini_program_of(person);
  const Client other = world.mini_program();
  const Screen screen(world, "mini_program");
  const Answer seen = scan(world, mini, screen.scene());
  CHECK(scan(world, mini, screen.scene()).json()["id"] == seen.json()["id"]);
  const Json number = {{"number", screen.grant["number"]}};
  for (const Client& client : {elsewhere, other}) {
    CHECK(scan(world, client, screen.scene()).error() == "scan_used");
    CHECK(decide(world, client, seen, "approve", number).error() == "user_code_invalid");
    CHECK(decide(world, client, seen, "deny").error() == "user_code_invalid");
  }
  // Not by the code that is typed, either.
  const std::string typed = "/api/device/" + screen.grant["user_code"].get<std::string>();
  CHECK(world.call_as(other, "POST", typed + "/approve", number).error() == "user_code_invalid");
  CHECK(screen.state().json()["state"] == "scanned");
  CHECK(decide(world, mini, seen, "approve", number).status == 200);
}

TEST_CASE("a forwarded picture ends at the number", "[scan][B18]") {
  Shop world;
  const Client victim = world.mini_program();
  const Screen attacker(world, "mini_program");
  const Answer seen = scan(world, victim, attacker.scene(), 1048);
  CHECK(seen.json()["sentAs"] == "picture");
  CHECK(decide(world, victim, seen, "approve").error() == "wrong_number");
  const Json wrong = {{"number", wrong_number(attacker)}};
  CHECK(decide(world, victim, seen, "approve", wrong).json()["attemptsLeft"] == 1);
  CHECK(decide(world, victim, seen, "approve", wrong).error() == "binding_ended");
  CHECK(attacker.state().json()["state"] == "denied");
  CHECK(attacker.token().error() == "access_denied");
}

TEST_CASE("what was sent is told from what a screen showed", "[scan][B18]") {
  Shop world;
  // By WeChat's scanner; pictures; a card in a chat, an article, schemes and a URL Link.
  const std::map<int, std::string> all = {{1011, ""},     {1012, "picture"}, {1013, "picture"},
                                          {1047, ""},     {1048, "picture"}, {1049, "picture"},
                                          {1007, "link"}, {1058, "link"},    {1065, "link"},
                                          {1194, "link"}, {1286, "link"}};
  for (const auto& [opened_as, sent_as] : all) {
    const Screen screen(world, "mini_program");
    const Answer seen = scan(world, world.mini_program(), screen.scene(), opened_as);
    INFO(opened_as);
    CHECK(seen.json()["sentAs"] == sent_as);
  }
  // A sign-in on this telephone comes by a link in any case.
  const Screen page(world, "link");
  const Answer seen = scan(world, world.mini_program(), page.scene(), 1065);
  CHECK(seen.json()["sentAs"] == "");
}

TEST_CASE("a sign-in that was scanned is over", "[scan]") {
  Shop world;
  const Client mini = world.mini_program();
  const Screen screen(world, "mini_program");
  const std::string scene = screen.scene();
  const Json number = {{"number", screen.grant["number"]}};
  SECTION("the page closed it") {
    const Answer seen = scan(world, mini, scene);
    CHECK(screen.close().status == 204);
    CHECK(screen.close().status == 204);
    CHECK(screen.state().json()["state"] == "over");
    CHECK(decide(world, mini, seen, "approve", number).error() == "binding_ended");
    CHECK(scan(world, mini, scene).error() == "user_code_invalid");
    CHECK(screen.token().error() == "expired_token");
  }
  SECTION("its person said no") {
    const Answer seen = scan(world, mini, scene);
    CHECK(decide(world, mini, seen, "deny").status == 204);
    CHECK(screen.state().json()["state"] == "denied");
    CHECK(screen.token().error() == "access_denied");
  }
  SECTION("its person signed out, before or after agreeing") {
    const bool agreed = GENERATE(false, true);
    const Answer seen = scan(world, mini, scene);
    if (agreed) CHECK(decide(world, mini, seen, "approve", number).status == 200);
    CHECK(world.call_as(mini, "POST", "/api/auth/logout").status == 204);
    CHECK(screen.state().json()["state"] == "denied");
    CHECK(screen.token().error() == "access_denied");
  }
  SECTION("it took too long") {
    const Answer seen = scan(world, mini, scene);
    world.advance_ms(300'000);
    CHECK(screen.state().json() == Json({{"state", "over"}, {"expires_in", 0}}));
    CHECK(decide(world, mini, seen, "approve", number).error() == "binding_expired");
  }
  SECTION("nobody scanned it in time") {
    world.advance_ms(300'000);
    CHECK(screen.state().json()["state"] == "over");
    CHECK(scan(world, mini, scene).error() == "user_code_invalid");
  }
}

TEST_CASE("who scans late has two minutes", "[scan][B10]") {
  Shop world;
  const Client mini = world.mini_program();
  const Screen screen(world, "mini_program");
  for (int minute = 0; minute < 4; ++minute) {
    world.advance_ms(60'000);
    screen.state();
  }
  world.advance_ms(55'000);
  const Answer seen =
      scan(world, mini, scene_in(screen.state().json()["verification_uri_complete"]));
  CHECK(seen.json()["expiresIn"] == 120);
  world.advance_ms(100'000);
  CHECK(decide(world, mini, seen, "approve", {{"number", screen.grant["number"]}}).status == 200);
}

TEST_CASE("guessing scenes ends soon", "[scan][B5]") {
  Shop world;
  const Client mini = world.mini_program();
  const Answer unknown = scan(world, mini, "h1s" + std::string(22, 'A'));
  Json first = unknown.json();
  CHECK(first["error"] == "user_code_invalid");
  first.erase("requestId");
  for (const char* scene : {"h1pAAAAAAAAAAAAAAAAAAAAAA", "h1bAAAAAAAAAAAAAAAAAAAAAA", "no scene",
                            "h2sAAAAAAAAAAAAAAAAAAAAAA"}) {
    Json next = scan(world, mini, scene).json();
    next.erase("requestId");
    CHECK(next == first);
  }
  CHECK(scan(world, mini, "h1sAAAAAAAAAAAAAAAAAAAAAA").status == 429);
}
