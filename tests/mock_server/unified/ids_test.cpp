// Whose ids a person's are: all that they ever were, in every token, and sixteen at most.
#include <catch2/catch_test_macros.hpp>

#include "crypto/encoding.h"
#include "support/world.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

Json claims_of(const Client& client) {
  const std::size_t begin = client.token.find('.') + 1;
  const std::size_t end = client.token.find('.', begin);
  return Json::parse(decode_base64url(client.token.substr(begin, end - begin)).value());
}

void unbind(World& world, const Client& client, const std::string& provider) {
  REQUIRE(world.call_as(client, "DELETE", "/api/identities/" + provider).status == 200);
}

// Codes without limit, and identities that may go elsewhere at once.
MockConfig with_many_links() {
  MockConfig config;
  config.limits = false;
  config.relink_cool_down = std::chrono::seconds(0);
  return config;
}

}  // namespace

TEST_CASE("a token names whom a person was before, also by way of others", "[ids]") {
  World world(with_many_links());
  Client mini = world.mini_program();
  Client web = world.web();
  const std::string first = mini.user_id;
  const std::string second = web.user_id;
  CHECK_FALSE(claims_of(mini).contains("ids"));
  world.link(mini, web);
  world.renew(mini);
  CHECK(claims_of(mini)["ids"] == Json{first, second});

  unbind(world, mini, "clerk");
  world.renew(mini);
  Client other = world.web();
  const std::string third = other.user_id;
  world.link(other, mini);
  CHECK(mini.user_id == third);
  const Json claims = claims_of(mini);
  CHECK(claims["sub"] == third);
  CHECK(claims["ids"] == Json{third, first, second});
}

TEST_CASE("who was never joined with anybody has one id, which no token repeats", "[ids]") {
  World world;
  Client mini = world.mini_program();
  world.renew(mini);
  CHECK_FALSE(claims_of(mini).contains("ids"));
}

TEST_CASE("G8: a token says when its person signed in, a renewal proves nothing", "[ids]") {
  World world;
  Client mini = world.mini_program();
  const Json at_first = claims_of(mini);
  CHECK(at_first["auth_time"] == at_first["iat"]);
  world.advance_ms(600'000);
  world.renew(mini);
  const Json later = claims_of(mini);
  CHECK(later["auth_time"] == at_first["auth_time"]);
  CHECK(later["iat"] >= at_first["iat"].get<int>() + 600);
}

TEST_CASE("B11: a person has sixteen ids at most", "[ids]") {
  World world(with_many_links());
  Client web = world.web();
  for (int joined = 1; joined < 16; ++joined) {
    Client mini = world.mini_program();
    world.link(web, mini);
    if (joined == 15) CHECK(claims_of(mini)["ids"].size() == 16);
    unbind(world, web, "wechat");
  }
  const Client one_more = world.mini_program();
  const std::string code = world.issue(web).json()["bindCode"];
  const Answer refused = world.redeem(one_more, code);
  CHECK(refused.status == 409);
  CHECK(refused.error() == "too_many_merges");
  const Json merge = {{"bindCode", code}, {"platform", "web"}, {"survivor", "redeemer"}};
  CHECK(world.call_as(one_more, "POST", "/api/users/merge", merge).error() == "too_many_merges");
}
