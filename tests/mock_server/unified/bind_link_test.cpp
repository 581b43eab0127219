// A bind code as an ordinary link that a page draws: another one each minute, until it is scanned.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>

#include "support/screen.h"

using namespace hufu::mock::test;

namespace {

/// A page that shows the link of a bind code.
struct LinkPage {
  explicit LinkPage(World& its_world) : world(its_world) {
    const Answer answer = world.call_as(web(), "POST", "/api/bind-codes",
                                        {{"target", "wechat"}, {"code", "mini_program"}});
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    code = answer.json();
  }
  std::string scene() const { return scene_in(code["url"]); }
  /// With a new token each time: Clerk's last a minute.
  Client web() const { return {"web", world.clerk_token(user), "", ""}; }
  Json look(const std::string& query = "") const {
    return world.show_binding(web(), code["bindingId"], query).json();
  }
  std::string now_shown() const { return scene_in(look()["url"]); }

  World& world;
  const std::string user = world.add_clerk_user();
  Json code;
};

}  // namespace

TEST_CASE("the link of a bind code is another one each minute", "[binding][B18]") {
  Shop world;
  const Client mini = world.mini_program();
  const LinkPage page(world);
  CHECK(page.code["scanKind"] == "link");
  const std::string first = page.scene();
  CHECK(page.now_shown() == first);
  world.advance_ms(59'000);
  CHECK(page.now_shown() == first);
  world.advance_ms(1'000);
  // A held request comes back with it, though the state is the same.
  const Json rotated = page.look("?wait=20&since=issued");
  CHECK(rotated["state"] == "issued");
  const std::string second = scene_in(rotated["url"]);
  CHECK(second != first);
  CHECK(page.now_shown() == second);
  SECTION("who was about to open the last one still may") {
    world.advance_ms(59'000);
    CHECK(scan(world, mini, first).status == 200);
    CHECK(scan(world, world.mini_program(), second).error() == "scan_used");
  }
  SECTION("a minute later a picture of it leads nowhere, in whichever way it is brought") {
    world.advance_ms(60'000);
    CHECK(scan(world, mini, first).error() == "user_code_invalid");
    CHECK(world.redeem(mini, first).error() == "bind_code_invalid");
    CHECK(page.look()["state"] == "issued");
    CHECK(world.redeem(mini, second).status == 202);
  }
  SECTION("nor does one that a page went on to show without asking") {
    world.advance_ms(120'000);
    CHECK(scan(world, mini, second).error() == "user_code_invalid");
    CHECK(scan(world, mini, page.now_shown()).status == 200);
  }
  SECTION("it is still one code, with one end") {
    CHECK(rotated["expiresIn"] <= 240);
    CHECK(world.redeem(mini, page.code["bindCode"]).status == 202);
  }
  SECTION("what was scanned stays as it is") {
    const Answer seen = scan(world, mini, second);
    world.advance_ms(61'000);
    CHECK_FALSE(page.look("?wait=20&since=issued").contains("url"));
    CHECK(scan(world, mini, second).json()["id"] == seen.json()["id"]);
    CHECK(scan(world, world.mini_program(), second).error() == "scan_used");
  }
}

TEST_CASE("a page that holds a request draws the new link in time", "[binding][B18]") {
  Shop world;
  const LinkPage page(world);
  const Client web = {"web", world.clerk_token(page.user, {{"expiresIn", 600}}), "", ""};
  const std::string path =
      "/api/bindings/" + page.code["bindingId"].get<std::string>() + "?wait=20&since=issued";
  auto held = std::async(std::launch::async, [&world, &web, &path] {
    HttpCaller caller(world.port());  // the world's own is the other thread's
    return caller.call("GET", path, headers_of(web), "").json();
  });
  world.advance_ms(60'000);
  const Json rotated = held.get();
  CHECK(rotated["state"] == "issued");
  CHECK(scene_in(rotated["url"]) != page.scene());
}

TEST_CASE("only the session that shows the code is told its link", "[binding][B18]") {
  Shop world;
  const LinkPage page(world);
  const std::string id = page.code["bindingId"];
  world.control("POST", "clerk/sessions", {{"userId", page.user}});
  const Client elsewhere = page.web();
  CHECK(world.show_binding(elsewhere, id).json()["role"] == "issuer");
  CHECK_FALSE(world.show_binding(elsewhere, id).json().contains("url"));
  const Client mini = world.mini_program();
  REQUIRE(scan(world, mini, page.scene()).status == 200);
  CHECK_FALSE(world.show_binding(mini, id).json().contains("url"));
}

TEST_CASE("a picture of WeChat's in a bind code cannot rotate, and lives as long as the code",
          "[binding]") {
  World world;
  const LinkPage page(world);
  CHECK(page.code["scanKind"] == "mini_program_code");
  world.advance_ms(240'000);
  CHECK_FALSE(page.look().contains("url"));
  CHECK(scan(world, world.mini_program(), "h1b" + page.code["qr"].get<std::string>()).status ==
        200);
}
