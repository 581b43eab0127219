// A second factor guards the ways into an account as well: identities, and accounts that are
// joined.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/authenticator.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

Answer bring_wechat(World& world, const GotrueClient& client, const std::string& person) {
  return gotrue_call(world, client, "GET",
                     "/wechat_mini/bind_account?code=" + world.login_code(person));
}

Answer begin_to_link(World& world, const GotrueClient& client) {
  return gotrue_call(world, client, "GET",
                     std::string("/user/identities/authorize?provider=wechat_qr&") +
                         "code_challenge_method=s256&code_challenge=" + kChallenge);
}

Answer unlink(World& world, const GotrueClient& client) {
  const Json user = user_of(world, client);
  for (const Json& identity : user["identities"]) {
    if (identity["provider"] != "wechat_mini") continue;
    return gotrue_call(world, client, "DELETE",
                       "/user/identities/" + identity["identity_id"].get<std::string>());
  }
  FAIL("nothing to unlink");
  return {};
}

std::size_t factors_of(World& world, const std::string& person) {
  return user_of(world, wechat_login(world, person)).value("factors", Json::array()).size();
}

}  // namespace

TEST_CASE("who has a second factor changes identities at aal2 alone", "[gotrue][factor]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient ada = sign_up(world, "ada@example.com");
  REQUIRE(bring_wechat(world, ada, person).status == 200);
  const GotrueClient proved = prove(world, ada, enroll(world, ada));
  const GotrueClient eve = session_in(sign_in(world, "ada@example.com"));
  CHECK(code_of(bring_wechat(world, eve, person)) == "insufficient_aal");
  CHECK(code_of(begin_to_link(world, eve)) == "insufficient_aal");
  CHECK(code_of(unlink(world, eve)) == "insufficient_aal");
  CHECK(begin_to_link(world, proved).status == 302);
  CHECK(bring_wechat(world, proved, person).status == 200);
  CHECK(unlink(world, proved).status == 200);
}

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
