// Accounts of the GoTrue surface: e-mail and password, anonymous, banned, and what is kept of them.
#include <catch2/catch_test_macros.hpp>

#include "crypto/password.h"
#include "gotrue/clients.h"

using namespace hufu::mock::test;

TEST_CASE("passwords are kept as salted hashes", "[gotrue][password]") {
  const std::string hash = hufu::mock::hash_password(kPassword);
  CHECK(hash.starts_with("$scrypt$ln=14,r=8,p=5$"));
  CHECK(hash.find(kPassword) == std::string::npos);
  CHECK(hash != hufu::mock::hash_password(kPassword));
  CHECK(hufu::mock::matches_password(kPassword, hash));
  CHECK_FALSE(hufu::mock::matches_password("correct horse batterz", hash));
  for (const std::string& broken :
       {std::string(), std::string("x"), hash.substr(0, hash.size() - 1), hash.substr(1),
        std::string("$scrypt$ln=1,r=1,p=1$AAAA$AAAA")}) {
    CHECK_FALSE(hufu::mock::matches_password(kPassword, broken));
  }
}

TEST_CASE("sign-ups that are refused", "[gotrue]") {
  World world;
  sign_up(world, "ada@example.com");
  const auto refused = [&](const Json& body) {
    return code_of(gotrue_call(world, {}, "POST", "/signup", body));
  };
  CHECK(refused({{"email", "Ada@Example.com "}, {"password", kPassword}}) == "user_already_exists");
  for (const char* email : {"ada", "@example.com", "ada@", "a b@example.com", "ada@example",
                            "ada@exa..mple.com", ".ada@example.com", "ada@example.com\n"}) {
    INFO(email);
    CHECK(refused({{"email", email}, {"password", kPassword}}) == "validation_failed");
  }
  CHECK(refused({{"email", "bob@example.com"}}) == "validation_failed");
  CHECK(refused({{"email", "bob@example.com"}, {"password", "short"}}) == "weak_password");
  CHECK(refused({{"email", "bob@example.com"}, {"password", std::string(73, 'x')}}) ==
        "validation_failed");
  CHECK(refused({{"phone", "+8613800138000"}, {"password", kPassword}}) ==
        "phone_provider_disabled");
  CHECK(refused({{"data", {{"big", std::string(4000, 'x')}}}}) == "validation_failed");
  CHECK(refused({{"data", 1}}) == "validation_failed");
}

TEST_CASE("an anonymous user becomes a permanent one and stays the same", "[gotrue]") {
  World world;
  const GotrueClient client = sign_up_anonymously(world);
  Json user = user_of(world, client);
  CHECK(user["is_anonymous"] == true);
  CHECK(user["identities"].empty());
  CHECK(user["app_metadata"].empty());
  // A password alone opens nothing.
  CHECK(code_of(gotrue_call(world, client, "PUT", "/user", {{"password", kPassword}})) ==
        "validation_failed");
  SECTION("by e-mail, however long the anonymous session has lived") {
    world.advance_ms(11 * 60 * 1000);
    const Answer answer = gotrue_call(world, client, "PUT", "/user",
                                      {{"email", "ada@example.com"}, {"password", kPassword}});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    CHECK(answer.json()["id"] == client.user_id);
    CHECK(answer.json()["is_anonymous"] == false);
    CHECK(session_in(sign_in(world, "ada@example.com")).user_id == client.user_id);
  }
  SECTION("by WeChat in the mini-program") {
    const std::string person = world.add_wechat_person();
    const Answer answer = gotrue_call(world, client, "GET",
                                      "/wechat_mini/bind_account?code=" + world.login_code(person));
    REQUIRE(answer.status == 200);
    CHECK(answer.json()["is_anonymous"] == false);
    CHECK(wechat_login(world, person).user_id == client.user_id);
  }
  SECTION("not with the address of another") {
    const GotrueClient other = sign_up(world, "ada@example.com");
    const Answer taken = gotrue_call(world, client, "PUT", "/user", {{"email", "ada@example.com"}});
    CHECK(taken.status == 422);
    CHECK(code_of(taken) == "email_exists");
    CHECK(session_in(sign_in(world, "ada@example.com")).user_id == other.user_id);
  }
}

TEST_CASE("a banned user is refused by every way in", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string callback = scan(world, person);
  const GotrueClient client = wechat_login(world, person);
  gotrue_call(world, client, "PUT", "/user",
              {{"email", "ada@example.com"}, {"password", kPassword}});
  const std::string code = parameter_of(land(world, callback), "code");
  world.control("POST", "users/" + client.user_id + "/ban");

  CHECK(code_of(gotrue_call(world, client, "GET", "/user")) == "user_banned");
  CHECK(gotrue_call(world, client, "GET", "/user").status == 403);
  CHECK(code_of(refresh(world, client)) == "user_banned");
  CHECK(code_of(sign_in(world, "ada@example.com")) == "user_banned");
  // With a wrong password nobody learns that there is such an account.
  CHECK(code_of(sign_in(world, "ada@example.com", "wrong password")) == "invalid_credentials");
  CHECK(code_of(redeem(world, code)) == "user_banned");
  CHECK(code_of(
            gotrue_call(world, {}, "GET", "/wechat_mini/login?code=" + world.login_code(person))) ==
        "user_banned");
}

TEST_CASE("who is banned in the mini-program does not come back over the website", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = wechat_login(world, person);
  world.control("POST", "users/" + client.user_id + "/ban");
  CHECK(parameter_of(land(world, scan(world, person)), "error_code") == "user_banned");
}

TEST_CASE("a banned user is turned away on the way back from WeChat", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = scan_in(world, person);
  world.control("POST", "users/" + client.user_id + "/ban");
  const std::string landed = land(world, scan(world, person));
  CHECK(parameter_of(landed, "error") == "access_denied");
  CHECK(parameter_of(landed, "error_code") == "user_banned");
}

TEST_CASE("wrong passwords and unknown addresses are alike", "[gotrue]") {
  World world;
  sign_up(world, "ada@example.com");
  const Answer wrong = sign_in(world, "ada@example.com", "wrong password");
  const Answer unknown = sign_in(world, "bob@example.com", "wrong password");
  CHECK(wrong.status == 400);
  CHECK(code_of(wrong) == "invalid_credentials");
  CHECK(wrong.text == unknown.text);
  // A WeChat user has no password that could be empty.
  wechat_login(world, world.add_wechat_person());
  CHECK(code_of(sign_in(world, "", "")) == "validation_failed");
}

TEST_CASE("a new password ends the other sessions", "[gotrue]") {
  World world;
  const GotrueClient here = sign_up(world, "ada@example.com");
  const GotrueClient there = session_in(sign_in(world, "ada@example.com"));
  const auto change = [&](const std::string& password) {
    return gotrue_call(world, here, "PUT", "/user", {{"password", password}});
  };
  CHECK(code_of(change(kPassword)) == "same_password");
  CHECK(change("another good one").status == 200);
  CHECK(code_of(refresh(world, there)) == "session_not_found");
  CHECK(refresh(world, here).status == 200);
  CHECK(code_of(sign_in(world, "ada@example.com")) == "invalid_credentials");
  session_in(sign_in(world, "ada@example.com", "another good one"));
}

TEST_CASE("changing how one signs in needs a sign-in of the last ten minutes", "[gotrue][B6]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = sign_up(world, "ada@example.com");
  world.advance_ms(10 * 60 * 1000 + 1);
  const auto refused = [&](const std::string& method, const std::string& path, const Json& body) {
    return code_of(gotrue_call(world, client, method, path, body));
  };
  CHECK(refused("PUT", "/user", {{"password", "another good one"}}) == "reauthentication_needed");
  CHECK(refused("PUT", "/user", {{"email", "b@example.com"}}) == "reauthentication_needed");
  CHECK(refused("GET", "/wechat_mini/bind_account?code=" + world.login_code(person), nullptr) ==
        "reauthentication_needed");
  CHECK(refused("GET",
                std::string("/user/identities/authorize?provider=wechat_qr&code_challenge_method="
                            "S256&code_challenge=") +
                    kChallenge,
                nullptr) == "reauthentication_needed");
  CHECK(gotrue_call(world, client, "PUT", "/user", {{"data", {{"color", "green"}}}}).status == 200);
}

TEST_CASE("name and picture are the profile's on every surface", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient gotrue = wechat_login(world, person);
  const Client unified = world.mini_program_of(person);
  const std::string picture = "https://thirdwx.qlogo.cn/mmopen/1/0";
  const auto change = [&](const Json& data) {
    const Answer answer = gotrue_call(world, gotrue, "PUT", "/user", {{"data", data}});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.json()["user_metadata"];
  };
  const Json shown = change({{"full_name", "阿达"}, {"avatar_url", picture}, {"color", "green"}});
  CHECK(shown["full_name"] == "阿达");
  CHECK(shown["color"] == "green");
  CHECK(world.profile(unified)["nickname"] == "阿达");
  CHECK(world.profile(unified)["avatarUrl"] == picture);
  world.call_as(unified, "PUT", "/api/user/profile", {{"nickname", "Ada"}});
  CHECK(user_of(world, gotrue)["user_metadata"]["full_name"] == "Ada");
  // What no profile may show stays with the application that wrote it.
  CHECK(change({{"avatar_url", "http://tracker.example/1.gif"}})["avatar_url"] ==
        "http://tracker.example/1.gif");
  CHECK(world.profile(unified)["avatarUrl"] == picture);
  CHECK(change({{"avatar_url", nullptr}})["avatar_url"] == picture);
}

TEST_CASE("what a user may not change", "[gotrue]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const auto refused = [&](const Json& body) {
    return code_of(gotrue_call(world, client, "PUT", "/user", body));
  };
  CHECK(refused({{"app_metadata", {{"role", "admin"}}}}) == "not_admin");
  CHECK(refused({{"phone", "+8613800138000"}}) == "phone_provider_disabled");
  CHECK(refused({{"data", {{"big", std::string(4000, 'x')}}}}) == "validation_failed");
  gotrue_call(world, client, "PUT", "/user", {{"role", "admin"}, {"id", "x"}, {"data", nullptr}});
  CHECK(user_of(world, client)["role"] == "authenticated");
  CHECK(user_of(world, client)["id"] == client.user_id);
}
