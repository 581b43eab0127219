// The way of a browser to WeChat and back: PKCE, one use, three hundred seconds.
#include "gotrue/pkce.h"

#include <catch2/catch_test_macros.hpp>

#include "gotrue/clients.h"
#include "gotrue/errors.h"

using namespace hufu::mock;
using namespace hufu::mock::gotrue;
using namespace hufu::mock::test;

TEST_CASE("the verifier of RFC 7636's appendix B answers its challenge", "[gotrue][pkce]") {
  CHECK(answers_challenge(kVerifier, kChallenge));
  CHECK(read_challenge(kChallenge, "s256") == kChallenge);
  CHECK(read_challenge(kChallenge, "S256") == kChallenge);
  CHECK(read_challenge("", "").empty());  // the implicit flow
}

TEST_CASE("verifiers and challenges that are none", "[gotrue][pkce]") {
  const std::string verifier = kVerifier;
  // Downgrade: no challenge was sent, or somebody took it away on the way.
  CHECK_FALSE(answers_challenge(verifier, ""));
  CHECK_FALSE(answers_challenge("", ""));
  // As "plain" would have it.
  CHECK_FALSE(answers_challenge(verifier, verifier));
  CHECK_FALSE(answers_challenge(verifier + "a", kChallenge));
  CHECK_FALSE(answers_challenge(verifier.substr(0, 42), kChallenge));
  CHECK_FALSE(answers_challenge(verifier.substr(1) + "!", kChallenge));
  CHECK_FALSE(answers_challenge(std::string(129, 'a'), kChallenge));
  for (const auto& [challenge, method] : {std::pair<std::string, std::string>{kChallenge, ""},
                                          {"", "S256"},
                                          {kChallenge, "plain"},
                                          {kChallenge, "PLAIN"},
                                          {kChallenge, "S2567"},
                                          {std::string(42, 'a'), "S256"},
                                          {std::string(129, 'a'), "S256"},
                                          {std::string(42, 'a') + "+", "S256"}}) {
    INFO(challenge << " " << method);
    CHECK_THROWS_AS(read_challenge(challenge, method), Error);
  }
}

TEST_CASE("nothing begins with half a challenge", "[gotrue][pkce]") {
  World world;
  const std::string begin = "/authorize?provider=wechat_qr";
  const std::string challenge = std::string("&code_challenge=") + kChallenge;
  for (const std::string& query : {challenge, challenge + "&code_challenge_method=plain",
                                   std::string("&code_challenge_method=S256"),
                                   challenge + challenge + "&code_challenge_method=S256"}) {
    const Answer answer = gotrue_call(world, {}, "GET", begin + query);
    CHECK(answer.status == 400);
    CHECK(code_of(answer) == "validation_failed");
  }
  const std::string other = "/authorize?provider=google&code_challenge_method=S256" + challenge;
  CHECK(gotrue_call(world, {}, "GET", other).status == 400);
}

TEST_CASE("a code is good for one session and its own verifier", "[gotrue][pkce]") {
  World world;
  const std::string person = world.add_wechat_person({{"nickname", "小明"}});
  const std::string code = parameter_of(land(world, scan(world, person)), "code");
  const std::string wrong = std::string(43, 'w');
  CHECK(code_of(redeem(world, code, wrong)) == "bad_code_verifier");
  CHECK(redeem(world, code, wrong).status == 400);
  CHECK(code_of(redeem(world, code, "")) == "validation_failed");
  CHECK(redeem(world, "", kVerifier).status == 400);
  CHECK(code_of(redeem(world, "11111111-1111-4111-8111-111111111111")) == "flow_state_not_found");

  const GotrueClient client = session_in(redeem(world, code));
  CHECK(user_of(world, client)["user_metadata"]["full_name"] == "小明");
  SECTION("a thief with the code alone does no harm") {
    CHECK(redeem(world, code, wrong).status == 404);
    CHECK(user_of(world, client)["id"] == client.user_id);
  }
  SECTION("whoever comes again with the verifier too ends the session") {
    const Answer again = redeem(world, code);
    CHECK(again.status == 404);
    CHECK(code_of(again) == "flow_state_not_found");
    CHECK(code_of(gotrue_call(world, client, "GET", "/user")) == "session_not_found");
    CHECK(world.count_audit("code_replayed") == 1);
  }
}

TEST_CASE("a flow lives three hundred seconds from its beginning", "[gotrue][pkce]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string callback = scan(world, person);
  SECTION("to the callback") {
    world.advance_ms(300'000);
    const std::string landed = land(world, callback);
    CHECK(parameter_of(landed, "code").empty());
    CHECK(parameter_of(landed, "error_code") == "bad_oauth_state");
  }
  SECTION("to the exchange") {
    world.advance_ms(200'000);
    const std::string code = parameter_of(land(world, callback), "code");
    world.advance_ms(100'000);
    const Answer late = redeem(world, code);
    CHECK(late.status == 422);
    CHECK(code_of(late) == "flow_state_expired");
  }
  SECTION("just in time") {
    world.advance_ms(299'000);
    session_in(redeem(world, parameter_of(land(world, callback), "code")));
  }
}

TEST_CASE("a state is good for one callback", "[gotrue][pkce]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string callback = scan(world, person);
  const std::string code = parameter_of(land(world, callback), "code");
  CHECK(parameter_of(land(world, callback), "error_code") == "flow_state_already_used");
  session_in(redeem(world, code));
}

TEST_CASE("callbacks that nobody asked for end at the site", "[gotrue][pkce]") {
  World world;
  const std::string callback = world.url() + "/auth/v1/callback";
  for (const char* query : {"", "?code=x", "?code=x&state=0123456789abcdef0123456789abcdef",
                            "?state=%00&code=%00", "?state="}) {
    const std::string landed = land(world, callback + query);
    INFO(landed);
    CHECK(landed.starts_with("http://localhost:3000?error="));
    CHECK(parameter_of(landed, "error_code") == "bad_oauth_state");
    // Twice: some clients look at the query, some at the fragment.
    CHECK(landed.find("#error=") != std::string::npos);
    CHECK(landed.ends_with("&sb="));
  }
}

TEST_CASE("who refuses at WeChat comes back with an error", "[gotrue][pkce]") {
  World world;
  const std::string callback = scan(world, world.add_wechat_person());
  const std::string state = parameter_of(callback, "state");
  const std::string refused = land(world, world.url() + "/auth/v1/callback?state=" + state);
  CHECK(refused.starts_with("http://localhost:3000/private?error=access_denied"));
  CHECK(parameter_of(refused, "error_code") == "bad_oauth_callback");
  CHECK(parameter_of(land(world, callback), "error_code") == "flow_state_already_used");
}

TEST_CASE("WeChat away is told to the application", "[gotrue][pkce]") {
  World world;
  const std::string callback = scan(world, world.add_wechat_person());
  world.add_fault({{"route", "GET /wechat/sns/oauth2/access_token"}, {"status", 500}});
  const std::string landed = land(world, callback);
  CHECK(parameter_of(landed, "error") == "server_error");
  CHECK(parameter_of(landed, "error_code") == "unexpected_failure");
}

TEST_CASE("a code that WeChat does not know brings no session", "[gotrue][pkce]") {
  World world;
  const std::string state = parameter_of(scan(world, world.add_wechat_person()), "state");
  const std::string landed =
      land(world, world.url() + "/auth/v1/callback?code=forged&state=" + state);
  CHECK(parameter_of(landed, "code").empty());
  CHECK(parameter_of(landed, "error_code") == "invalid_credentials");
}
