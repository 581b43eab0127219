// A sign-in on one telephone: the page that began gets its session by the code that the
// mini-program shows, so that a forwarded link gains nothing.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <mutex>

#include "support/in_parallel.h"
#include "support/screen.h"

using namespace hufu::mock::test;

namespace {

std::string other_than(const std::string& code) { return code == "000000" ? "111111" : "000000"; }

std::string agree(World& world, const Client& client, const Screen& page) {
  const Answer seen = scan(world, client, page.scene(), 1286);
  INFO(seen.text);
  REQUIRE(seen.status == 200);
  CHECK(seen.json()["kind"] == "phone_sign_in");
  const Answer agreed = decide(world, client, seen, "approve");
  INFO(agreed.text);
  REQUIRE(agreed.status == 200);
  CHECK(agreed.json()["state"] == "agreed");
  return agreed.json()["returnCode"];
}

}  // namespace

TEST_CASE("a page on the telephone is let in by the code that its person brings", "[return]") {
  Shop world;
  const Client mini = world.mini_program();
  const Screen page(world, "link");
  CHECK(page.grant["scan_kind"] == "link");
  CHECK(page.grant["open_uri"].get<std::string>().starts_with("weixin://dl/business/?"));
  // A code to type would go round the one that the page asks for.
  for (const char* name : {"user_code", "number", "verification_uri"})
    CHECK_FALSE(page.grant.contains(name));
  CHECK(page.enter("000000").error() == "authorization_pending");

  const std::string code = agree(world, mini, page);
  CHECK(code.size() == 6);
  CHECK(agree(world, mini, page) == code);  // the answer got lost
  CHECK(page.state().json()["state"] == "agreed");
  CHECK_FALSE(page.state().json().contains("nickname"));
  CHECK(page.token().error() == "authorization_pending");

  CHECK(page.enter(other_than(code)).json()["attemptsLeft"] == 4);
  const Answer entered = page.enter(code);
  INFO(entered.text);
  REQUIRE(entered.status == 200);
  CHECK(entered.json()["nickname"] == world.profile(mini)["nickname"]);
  CHECK(page.enter(code).json() == entered.json());
  CHECK(page.state().json()["state"] == "approved");
  world.advance_ms(6000);
  CHECK(page.token().status == 200);
  CHECK(page.enter(code).error() == "expired_token");
  CHECK(world.count_audit("device_agreed") == 1);
  CHECK(world.count_audit("device_returned") == 1);
}

TEST_CASE("a forwarded link gains nothing", "[return][attack]") {
  Shop world;
  const Client victim = world.mini_program();
  const Screen attacker(world, "link");
  const std::string code = agree(world, victim, attacker);
  CHECK(attacker.token().error() == "authorization_pending");
  SECTION("by guessing") {
    for (int left = 4; left > 0; --left) {
      const Answer refused = attacker.enter(other_than(code));
      CHECK(refused.error() == "wrong_number");
      CHECK(refused.json()["attemptsLeft"] == left);
    }
    CHECK(attacker.enter(other_than(code)).error() == "access_denied");
    // Now the right one comes too late.
    CHECK(attacker.enter(code).error() == "access_denied");
    CHECK(attacker.state().json()["state"] == "denied");
  }
  SECTION("by the code of a sign-in of one's own") {
    const Client accomplice = world.mini_program();
    const Screen another(world, "link");
    const std::string own = agree(world, accomplice, another);
    if (own != code) CHECK(attacker.enter(own).error() == "wrong_number");
  }
  SECTION("by waiting") {
    world.advance_ms(300'000);
    CHECK(attacker.enter(code).error() == "expired_token");
  }
  SECTION("when its person thinks again") {
    const Answer seen = scan(world, victim, attacker.scene());
    CHECK(decide(world, victim, seen, "deny").status == 204);
    CHECK(attacker.enter(code).error() == "access_denied");
  }
  CHECK(attacker.token().status == 400);
  CHECK(world.count_audit("device_returned") == 0);
}

TEST_CASE("100 guesses at once are five", "[return][attack][V4]") {
  Shop world;
  const Screen attacker(world, "link");
  const std::string code = agree(world, world.mini_program(), attacker);
  std::mutex mutex;
  std::map<std::string, int> refusals;
  in_parallel(100, [&](int) {
    const Answer answer = attacker.enter(other_than(code));
    const std::lock_guard lock(mutex);
    ++refusals[answer.error()];
  });
  CHECK(refusals == std::map<std::string, int>{{"wrong_number", 4}, {"access_denied", 96}});
  CHECK(attacker.enter(code).error() == "access_denied");
  CHECK(world.count_audit("device_denied") == 1);
}

TEST_CASE("without a link the telephone shows a code to type", "[return]") {
  World world;
  let_wechat_refuse(world);
  world.add_fault(
      {{"route", "POST /wechat/wxa/generatescheme"}, {"status", 500}, {"times", nullptr}});
  const Client mini = world.mini_program();
  const Screen page(world, "link");
  CHECK(page.grant["scan_kind"] == "page");
  CHECK_FALSE(page.grant.contains("open_uri"));
  const std::string path = "/api/device/" + page.grant["user_code"].get<std::string>();
  const Json number = {{"number", page.grant["number"]}};
  CHECK(world.call_as(mini, "POST", path + "/approve", number).json()["state"] == "approved");
}
