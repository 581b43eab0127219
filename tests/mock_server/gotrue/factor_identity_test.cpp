// A second factor guards the ways into an account as well: identities, and accounts that are
// joined.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/authenticator.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

std::size_t factors_of(World& world, const std::string& person) {
  return user_of(world, wechat_login(world, person)).value("factors", Json::array()).size();
}

}  // namespace

TEST_CASE("joined accounts keep no factor that nobody has proved", "[gotrue][factor]") {
  World world;
  const std::string person = world.add_wechat_person();
  enroll(world, wechat_login(world, person));
  CHECK(factors_of(world, person) == 1);
  Client web = world.web();
  Client mini = world.mini_program_of(person);
  world.link(web, mini);
  CHECK(factors_of(world, person) == 0);
}

TEST_CASE("a second factor stays the account's when accounts are joined", "[gotrue][factor]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient owner = wechat_login(world, person);
  prove(world, owner, enroll(world, owner));
  Client web = world.web();
  Client mini = world.mini_program_of(person);
  world.link(web, mini);
  CHECK(factors_of(world, person) == 1);

  // Without WeChat it stays with the website's half; somebody else's WeChat brings another.
  REQUIRE(world.call_as(web, "DELETE", "/api/identities/wechat").status == 200);
  const std::string other = world.add_wechat_person();
  const GotrueClient eve = wechat_login(world, other);
  prove(world, eve, enroll(world, eve));
  const Client phone = world.mini_program_of(other);
  const Answer refused = world.confirm(web, world.bring_to_accepted(web, phone));
  CHECK(refused.status == 422);
  CHECK(refused.error() == "identity_already_exists");
  CHECK(factors_of(world, other) == 1);
  CHECK(world.mini_program_of(other).user_id != web.user_id);
}
