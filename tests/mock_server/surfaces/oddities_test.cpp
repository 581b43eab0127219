// What real servers do and this one only when it is asked to: each switch, on every surface that
// has what it switches.
#include "settings/oddities.h"

#include <catch2/catch_test_macros.hpp>

#include "crypto/encoding.h"
#include "gotrue/mailbox.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

Json claims_of(const std::string& token) {
  const std::size_t first = token.find('.') + 1;
  return Json::parse(decode_base64url(token.substr(first, token.rfind('.') - first)).value());
}

const Fields kAuthingApp = {{"x-authing-app-id", "app1"}};

Answer authing_sign_in(World& world, const std::string& person) {
  const Json body = {{"connection", "wechat_mini_program_code"},
                     {"extIdpConnidentifier", "wechat"},
                     {"wechatMiniProgramCodePayload",
                      {{"code", world.login_code(person)}, {"encryptedData", ""}, {"iv", ""}}},
                     {"options", {{"scope", "openid offline_access"}}}};
  return world.call("POST", "/api/v3/signin-by-mobile", kAuthingApp, body);
}

Json authing_tokens(World& world, const std::string& person) {
  const Answer answer = authing_sign_in(world, person);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json()["data"];
}

Answer authing_refresh(World& world, const std::string& token) {
  HttpCaller caller(world.port());
  return caller.call(
      "POST", "/oidc/token",
      {{"x-authing-app-id", "app1"}, {"Content-Type", "application/x-www-form-urlencoded"}},
      "grant_type=refresh_token&refresh_token=" + token);
}

void switch_to(World& world, const Json& oddities) { world.control("PUT", "oddities", oddities); }

Json sign_up_answer(World& world, const std::string& email,
                    const std::string& password = kPassword) {
  const Answer answer =
      gotrue_call(world, {}, "POST", "/signup", {{"email", email}, {"password", password}});
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json();
}

}  // namespace

TEST_CASE("kept: a renewal hands out no refresh token, and the old one stays good", "[oddities]") {
  World world;
  switch_to(world, {{"refreshTokens", "kept"}});
  const std::string person = world.add_wechat_person();
  SECTION("unified") {
    const Client client = world.mini_program_of(person);
    for (int round = 0; round < 3; ++round) {
      world.advance_ms(3600'000);
      const Answer answer = world.refresh(client);
      REQUIRE(answer.status == 200);
      CHECK_FALSE(answer.json().contains("refreshToken"));
      Client renewed = client;
      renewed.token = answer.json()["token"];
      CHECK(world.profile(renewed)["id"] == client.user_id);
    }
  }
  SECTION("GoTrue") {
    const GotrueClient client = wechat_login(world, person);
    for (int round = 0; round < 3; ++round) {
      world.advance_ms(3600'000);
      const Answer answer = refresh(world, client);
      REQUIRE(answer.status == 200);
      CHECK_FALSE(answer.json().contains("refresh_token"));
      const GotrueClient renewed = {answer.json()["access_token"], "", client.user_id};
      CHECK(user_of(world, renewed)["id"] == client.user_id);
    }
  }
  SECTION("Authing") {
    const std::string token = authing_tokens(world, person)["refresh_token"];
    for (int round = 0; round < 3; ++round) {
      world.advance_ms(3600'000);
      const Answer answer = authing_refresh(world, token);
      REQUIRE(answer.status == 200);
      CHECK_FALSE(answer.json().contains("refresh_token"));
    }
  }
  SECTION("what nobody handed out is refused all the same") {
    const Client client = world.mini_program_of(person);
    std::string forged = client.refresh;
    forged.back() = forged.back() == 'A' ? 'B' : 'A';
    CHECK(world.refresh_with(forged, "miniprogram").error() == "invalid_grant");
    world.call_as(client, "POST", "/api/auth/logout");
    CHECK(world.refresh(client).error() == "session_not_found");
  }
}

TEST_CASE("the life of a token as a number, as text, or untold", "[oddities]") {
  World world;
  const std::string person = world.add_wechat_person();
  const auto lives = [&] {
    const GotrueClient client = wechat_login(world, person);
    return Json::array({world.sign_in(world.login_code(person)).json()["expiresIn"],
                        refresh(world, client).json()["expires_in"],
                        authing_tokens(world, person)["expires_in"]});
  };
  CHECK(lives() == Json({900, 900, 900}));
  switch_to(world, {{"expiresIn", "text"}});
  CHECK(lives() == Json({"900", "900", "900"}));
  switch_to(world, {{"expiresIn", "absent"}});
  CHECK(lives() == Json({nullptr, nullptr, nullptr}));
  CHECK_FALSE(sign_up_answer(world, "ada@example.com").contains("expires_at"));
}

TEST_CASE("an address that has to be confirmed first", "[oddities][gotrue]") {
  World world;
  switch_to(world, {{"emailConfirmation", true}});
  const Json user = sign_up_answer(world, "ada@example.com");
  const auto confirm = [&](const std::string& email) {
    return fragment_of(follow(world, last_mail(world, email)["link"]), "error_code");
  };

  SECTION("a sign-up is a user without a session, and opens with the mail's link") {
    CHECK_FALSE(user.contains("access_token"));
    CHECK(user["email"] == "ada@example.com");
    CHECK(user.contains("confirmation_sent_at"));
    CHECK_FALSE(user.contains("email_confirmed_at"));
    CHECK(user["identities"].size() == 1);
    CHECK(user["user_metadata"]["email_verified"] == false);
    const Answer early = sign_in(world, "ada@example.com");
    CHECK(early.status == 400);
    CHECK(code_of(early) == "email_not_confirmed");
    CHECK(code_of(sign_in(world, "ada@example.com", "wrong password")) == "invalid_credentials");
    REQUIRE(confirm("ada@example.com").empty());
    CHECK(confirm("ada@example.com") == "otp_expired");
    const GotrueClient client = session_in(sign_in(world, "ada@example.com"));
    CHECK(client.user_id == user["id"]);
    CHECK(user_of(world, client).contains("email_confirmed_at"));
    CHECK(user_of(world, client)["user_metadata"]["email_verified"] == true);
  }
  SECTION("signing up again tells nobody who has an account") {
    world.advance_ms(60'000);
    CHECK(sign_up_answer(world, "ada@example.com", "another good one")["id"] == user["id"]);
    confirm("ada@example.com");
    // Nor whose of the two passwords is the owner's (B15).
    CHECK(code_of(sign_in(world, "ada@example.com")) == "invalid_credentials");
    world.advance_ms(60'000);
    const Json made_up = sign_up_answer(world, "ada@example.com");
    CHECK(made_up["id"] != user["id"]);
    CHECK(made_up["identities"].empty());
    CHECK(made_up.contains("confirmation_sent_at"));
  }
}

TEST_CASE("without sign-ups only those come in who have an account", "[oddities]") {
  World world;
  const std::string known = world.add_wechat_person();
  const std::string stranger = world.add_wechat_person();
  world.mini_program_of(known);
  sign_up(world, "ada@example.com");
  switch_to(world, {{"signUps", false}});

  const auto unified = [&](const std::string& person) {
    return world.sign_in(world.login_code(person));
  };
  CHECK(unified(known).status == 200);
  CHECK(unified(stranger).status == 403);
  CHECK(unified(stranger).error() == "user_not_found");

  const auto mini_login = [&](const std::string& person) {
    return world.call("POST", "/api/v1/auth/mini-login", {}, {{"code", world.login_code(person)}});
  };
  CHECK(mini_login(known).json()["isNewUser"] == false);
  CHECK(mini_login(stranger).json()["error"] == "user_not_found");

  const auto wx_login = [&](const std::string& person) {
    const std::string code = world.login_code(person);
    const Json data = world.control("POST", "wechat/open-data", {{"personId", person}});
    return world.call(
        "POST", "/users/wxLogin", {},
        {{"code", code}, {"encryptedData", data["encryptedData"]}, {"iv", data["iv"]}});
  };
  CHECK(wx_login(known).status == 200);
  CHECK(wx_login(stranger).status == 403);
  CHECK(wx_login(stranger).json()["code"] == "user_not_found");

  const auto authing = [&](const std::string& person) {
    return world
        .call("POST", "/connections/social/wechat-miniprogram/auth", kAuthingApp,
              {{"code", world.login_code(person)}})
        .json()["code"];
  };
  CHECK(authing(known) == 200);
  CHECK(authing(stranger) == 2004);
  CHECK(authing_sign_in(world, known).status == 200);
  CHECK(authing_sign_in(world, stranger).json()["apiCode"] == 2004);

  const auto gotrue = [&](const std::string& person) {
    return gotrue_call(world, {}, "GET", "/wechat_mini/login?code=" + world.login_code(person));
  };
  CHECK(gotrue(known).status == 200);
  CHECK(gotrue(stranger).status == 422);
  CHECK(code_of(gotrue(stranger)) == "signup_disabled");
  session_in(sign_in(world, "ada@example.com"));
  CHECK(code_of(gotrue_call(world, {}, "POST", "/signup",
                            {{"email", "b@example.com"}, {"password", kPassword}})) ==
        "signup_disabled");
  CHECK(code_of(gotrue_call(world, {}, "POST", "/signup", Json::object())) == "signup_disabled");
  const std::string code = parameter_of(
      land(world, scan(world, world.add_wechat_person({{"unionid", nullptr}}))), "code");
  CHECK(code_of(redeem(world, code)) == "signup_disabled");
  CHECK(gotrue_call(world, {}, "GET", "/settings").json()["disable_signup"] == true);

  // Nothing of those who were refused is left behind.
  switch_to(world, {{"signUps", true}});
  CHECK(unified(stranger).json()["isNewUser"] == true);
}

TEST_CASE("anonymous users and short passwords as the project wants them", "[oddities][gotrue]") {
  World world;
  switch_to(world, {{"anonymousSignIns", false}, {"shortestPassword", 12}});
  const Answer anonymous = gotrue_call(world, {}, "POST", "/signup", Json::object());
  CHECK(anonymous.status == 422);
  CHECK(code_of(anonymous) == "anonymous_provider_disabled");
  CHECK(gotrue_call(world, {}, "GET", "/settings").json()["external"]["anonymous_users"] == false);
  const Answer weak = gotrue_call(world, {}, "POST", "/signup",
                                  {{"email", "a@example.com"}, {"password", "elevenbytes"}});
  CHECK(code_of(weak) == "weak_password");
  CHECK(weak.json()["message"] == "Password should be at least 12 characters.");
  sign_up_answer(world, "a@example.com", "twelve bytes");
}

TEST_CASE("tokens that name no issuer", "[oddities][gotrue]") {
  World world;
  const GotrueClient named = sign_up(world, "ada@example.com");
  CHECK(claims_of(named.token)["iss"] == world.url() + "/auth/v1");
  switch_to(world, {{"issuerClaim", false}});
  const GotrueClient unnamed = session_in(sign_in(world, "ada@example.com"));
  CHECK_FALSE(claims_of(unnamed.token).contains("iss"));
  CHECK(user_of(world, unnamed)["id"] == named.user_id);
}

TEST_CASE("switches: a wrong one changes nothing, a reset is as the server began", "[oddities]") {
  MockConfig config;
  config.oddities.shortest_password = 10;
  World world(config);
  const Json at_start = world.control("GET", "oddities");
  CHECK(at_start["shortestPassword"] == 10);
  for (const Json& wrong :
       {Json({{"signUps", "off"}}), Json({{"expiresIn", "soon"}}), Json({{"refreshTokens", true}}),
        Json({{"shortestPassword", 0}}), Json({{"signups", false}, {"signUps", false}})}) {
    INFO(wrong.dump());
    CHECK(world.call("PUT", "/_control/oddities", {}, wrong).error() == "invalid_request");
    CHECK(world.control("GET", "oddities") == at_start);
  }
  switch_to(world, {{"signUps", false}, {"expiresIn", "absent"}});
  world.control("POST", "reset");
  CHECK(world.control("GET", "oddities") == at_start);
}

TEST_CASE("every switch is a flag, too", "[oddities][program]") {
  const char* flags[] = {"hufu-mock-server",
                         "--refresh-tokens",
                         "kept",
                         "--expires-in",
                         "text",
                         "--email-confirmation",
                         "on",
                         "--sign-ups",
                         "off",
                         "--anonymous-sign-ins",
                         "off",
                         "--shortest-password",
                         "9",
                         "--issuer-claim",
                         "off"};
  const Oddities oddities = read_config(static_cast<int>(std::size(flags)), flags).oddities;
  CHECK(oddities.keeps_refresh_tokens);
  CHECK(oddities.life_form == LifeForm::text);
  CHECK(oddities.confirms_email);
  CHECK_FALSE(oddities.admits_new_people);
  CHECK_FALSE(oddities.admits_anonymous);
  CHECK(oddities.shortest_password == 9);
  CHECK_FALSE(oddities.names_issuer);
}
