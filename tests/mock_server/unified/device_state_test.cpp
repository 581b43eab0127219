// A page looks how far its sign-in is: held until that changes, and with another link each minute.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>

#include "support/screen.h"

using namespace hufu::mock::test;

TEST_CASE("a page hears at once what happens", "[device_state]") {
  Shop world;
  const Client mini = world.mini_program();
  const Screen screen(world, "mini_program");
  const auto held = [&screen](const std::string& since) {
    return std::async(std::launch::async,
                      [&screen, since] { return screen.state("&wait=20&since=" + since).json(); });
  };
  auto waiting = held("pending");
  const Answer seen = scan(world, mini, screen.scene());
  CHECK(waiting.get()["state"] == "scanned");
  waiting = held("scanned");
  decide(world, mini, seen, "approve", {{"number", screen.grant["number"]}});
  CHECK(waiting.get()["state"] == "approved");
  waiting = held("approved");
  CHECK(screen.token().status == 200);
  CHECK(waiting.get()["state"] == "redeemed");
}

TEST_CASE("a page that knows less than there is gets it without waiting", "[device_state]") {
  Shop world;
  const Screen screen(world, "mini_program");
  scan(world, world.mini_program(), screen.scene());
  CHECK(screen.state("&wait=20&since=pending").json()["state"] == "scanned");
}

TEST_CASE("a link that a page draws is another one each minute", "[device_state][B18]") {
  Shop world;
  const Client mini = world.mini_program();
  const Screen screen(world, "mini_program");
  const std::string first = screen.scene();
  const auto now_shown = [&screen] {
    return scene_in(screen.state().json()["verification_uri_complete"]);
  };
  CHECK(now_shown() == first);
  world.advance_ms(59'000);
  CHECK(now_shown() == first);
  world.advance_ms(1'000);
  // A held request comes back with it, though the state is the same.
  const Json rotated = screen.state("&wait=20&since=pending").json();
  CHECK(rotated["state"] == "pending");
  const std::string second = scene_in(rotated["verification_uri_complete"]);
  CHECK(second != first);
  CHECK(now_shown() == second);
  SECTION("who was about to open the last one still may") {
    world.advance_ms(59'000);
    CHECK(scan(world, mini, first).status == 200);
    CHECK(scan(world, world.mini_program(), second).error() == "scan_used");
  }
  SECTION("a minute later it leads nowhere") {
    world.advance_ms(60'000);
    CHECK(scan(world, mini, first).error() == "user_code_invalid");
    CHECK(scan(world, mini, second).status == 200);
  }
  SECTION("nor one that a page went on to show without asking") {
    world.advance_ms(120'000);
    CHECK(scan(world, mini, second).error() == "user_code_invalid");
  }
  SECTION("what was scanned stays as it is") {
    CHECK(scan(world, mini, second).status == 200);
    world.advance_ms(60'000);
    CHECK_FALSE(screen.state().json().contains("verification_uri_complete"));
  }
}

TEST_CASE("a picture of WeChat's cannot rotate, and lives as long as its sign-in",
          "[device_state]") {
  World world;
  const Screen screen(world, "mini_program");
  CHECK(screen.grant["scan_kind"] == "mini_program_code");
  CHECK(screen.grant["picture"].get<std::string>().starts_with("data:image/"));
  CHECK(screen.grant["expires_in"] == 300);
  CHECK(screen.grant["number"].get<std::string>().size() == 2);
  world.advance_ms(120'000);
  CHECK_FALSE(screen.state().json().contains("verification_uri_complete"));
  // WeChat draws so many a minute, for everybody.
  CHECK(world.asked("POST /wechat/wxa/getwxacodeunlimit") == 1);
}

TEST_CASE("a sign-in as it always was has no scene", "[device_state]") {
  World world;
  const Screen screen(world, "");
  CHECK(screen.grant["scan_kind"] == "page");
  CHECK(screen.grant["expires_in"] == 600);
  CHECK_FALSE(screen.grant.contains("picture"));
  CHECK(screen.state().json()["state"] == "pending");
}

TEST_CASE("whoever has no device code, or one of another platform, sees nothing",
          "[device_state]") {
  World world;
  Screen screen(world, "");
  const std::string real = screen.grant["device_code"];
  HttpCaller caller(world.port());
  const Answer elsewhere = caller.call(
      "POST", "/oauth/device_state",
      {{"X-Platform", "desktop"}, {"Content-Type", "application/x-www-form-urlencoded"}},
      "device_code=" + real);
  CHECK(elsewhere.error() == "invalid_grant");
  screen.grant["device_code"] = "unknown";
  CHECK(screen.state().error() == "invalid_grant");
  CHECK(screen.enter("000000").error() == "expired_token");
  CHECK(screen.close().error() == "expired_token");
  CHECK(screen.state("&wait=soon").error() == "invalid_request");
}
