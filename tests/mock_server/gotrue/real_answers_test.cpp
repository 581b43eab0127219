// Where a real GoTrue was asked the same (2.196): its answers, and ours are the same.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/clients.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

Answer token(World& world, const std::string& grant, const Json& body) {
  return gotrue_call(world, {}, "POST", "/token?grant_type=" + grant, body);
}

Json error(int status, const char* code, const char* message) {
  return {{"status", status}, {"code", code}, {"message", message}};
}

Json told(const Answer& answer) {
  Json body = answer.json();
  return {{"status", answer.status}, {"code", body["code"]}, {"message", body["message"]}};
}

// The fields behind the "#" of an address.
std::string in_fragment(const std::string& url, const std::string& name) {
  const std::size_t hash = url.find('#');
  return hash == std::string::npos ? "" : parameter_of("?" + url.substr(hash + 1), name);
}

}  // namespace

TEST_CASE("refresh tokens that have not even the form of one", "[gotrue][real]") {
  World world;
  const Json malformed = error(400, "validation_failed", "Refresh token is not valid");
  for (const Json& none :
       {Json::object(), Json({{"refresh_token", ""}}), Json({{"refresh_token", "short"}}),
        Json({{"refresh_token", "ABCDEFGHIJKL"}}),
        Json({{"refresh_token", "long, and of no form that there ever was"}})}) {
    INFO(none.dump());
    CHECK(told(token(world, "refresh_token", none)) == malformed);
  }
  CHECK(told(token(world, "refresh_token", {{"refresh_token", "v1stgxr8z5jd"}})) ==
        error(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found"));
}

TEST_CASE("grants that there are none of", "[gotrue][real]") {
  World world;
  for (const char* grant : {"magic", ""})
    CHECK(told(token(world, grant, Json::object())) ==
          error(400, "invalid_credentials", "unsupported_grant_type"));
}

TEST_CASE("an older server tells both as OAuth does", "[gotrue][real]") {
  MockConfig config;
  config.gotrue_errors = GotrueErrors::oauth;
  World world(config);
  CHECK(token(world, "magic", Json::object()).json()["error"] == "unsupported_grant_type");
  CHECK(token(world, "refresh_token", Json::object()).json()["error"] == "invalid_request");
  CHECK(token(world, "refresh_token", {{"refresh_token", "short"}}).json()["error"] ==
        "invalid_grant");
}

TEST_CASE("passwords of six to seventy-two bytes", "[gotrue][real]") {
  World world;
  const auto sign_up_with = [&](std::size_t bytes) {
    const std::string email = "a" + std::to_string(bytes) + "@example.com";
    return gotrue_call(world, {}, "POST", "/signup",
                       {{"email", email}, {"password", std::string(bytes, 'x')}});
  };
  CHECK(told(sign_up_with(5)) ==
        error(422, "weak_password", "Password should be at least 6 characters."));
  CHECK(sign_up_with(6).status == 200);
  CHECK(sign_up_with(72).status == 200);
  CHECK(told(sign_up_with(73)) ==
        error(400, "validation_failed", "Password cannot be longer than 72 characters"));
}

TEST_CASE("user_metadata of who signed up with an address", "[gotrue][real]") {
  World world;
  const Answer answer = gotrue_call(
      world, {}, "POST", "/signup",
      {{"email", "ada@example.com"}, {"password", kPassword}, {"data", {{"name", "Ada"}}}});
  const GotrueClient client = session_in(answer);
  const Json metadata = user_of(world, client)["user_metadata"];
  CHECK(metadata == Json({{"sub", client.user_id},
                          {"email", "ada@example.com"},
                          {"email_verified", true},
                          {"phone_verified", false},
                          {"name", "Ada"}}));
  // What the address stands for is not proved by that: nothing is ever linked by it (B15).
  const Json identity = user_of(world, client)["identities"][0];
  CHECK(identity["identity_data"]["email_verified"] == false);
}

TEST_CASE("only the names that were chosen are shown, and they are the profile's",
          "[gotrue][real]") {
  World world;
  const std::string person = world.add_wechat_person({{"nickname", "小明"}});
  const GotrueClient client = wechat_login(world, person);
  const Client unified = world.mini_program_of(person);
  const auto change = [&](const Json& data) {
    gotrue_call(world, client, "PUT", "/user", {{"data", data}});
    return user_of(world, client)["user_metadata"];
  };
  const Json chosen = change({{"name", "阿明"}});
  CHECK(chosen["name"] == "阿明");
  CHECK_FALSE(chosen.contains("full_name"));
  CHECK(world.profile(unified)["nickname"] == "阿明");
  world.call_as(unified, "PUT", "/api/user/profile", {{"nickname", "Ming"}});
  CHECK(user_of(world, client)["user_metadata"]["name"] == "Ming");
  CHECK_FALSE(user_of(world, client)["user_metadata"].contains("full_name"));
  CHECK(change({{"full_name", "Ming Li"}})["full_name"] == "Ming Li");
}

TEST_CASE("without PKCE the session comes in the fragment", "[gotrue][real]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string begin =
      "provider=wechat_qr&redirect_to=" + std::string("http%3A%2F%2Flocalhost%3A3000%2Fprivate");
  const std::string callback = scan(world, person, begin);
  const std::string landed = land(world, callback);
  CHECK(landed.starts_with("http://localhost:3000/private#access_token="));
  CHECK(in_fragment(landed, "token_type") == "bearer");
  CHECK(in_fragment(landed, "expires_in") == "900");
  CHECK_FALSE(in_fragment(landed, "expires_at").empty());
  const GotrueClient client = {in_fragment(landed, "access_token"),
                               in_fragment(landed, "refresh_token"), ""};
  CHECK(user_of(world, client)["app_metadata"]["provider"] == "wechat_qr");
  CHECK(refresh(world, client).status == 200);
  // The state is spent, and there is no code to redeem.
  CHECK(parameter_of(land(world, callback), "error_code") == "flow_state_already_used");

  world.control("POST", "users/" + user_of(world, client)["id"].get<std::string>() + "/ban");
  const std::string banned = land(world, scan(world, person, begin));
  CHECK(parameter_of(banned, "error_code") == "user_banned");
  CHECK(in_fragment(banned, "access_token").empty());
}

TEST_CASE("half a challenge is none, and a link needs a whole one", "[gotrue][real]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const std::string challenge = std::string("&code_challenge=") + kChallenge;
  for (const std::string& half : {challenge, std::string("&code_challenge_method=S256")})
    CHECK(code_of(gotrue_call(world, {}, "GET", "/authorize?provider=wechat_qr" + half)) ==
          "validation_failed");
  CHECK(
      code_of(gotrue_call(world, client, "GET", "/user/identities/authorize?provider=wechat_qr")) ==
      "validation_failed");
}

TEST_CASE("a blocked user hears so only with the right password, and with 400", "[gotrue][real]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  world.control("POST", "users/" + client.user_id + "/ban");
  CHECK(told(sign_in(world, "ada@example.com")) == error(400, "user_banned", "User is banned"));
}

TEST_CASE("paths and methods that there are none of are told in this surface's shape",
          "[gotrue][real]") {
  World world;
  CHECK(gotrue_call(world, {}, "GET", "/nothing").json().contains("code"));
  const Answer wrong = world.call("DELETE", "/auth/v1/token", {});
  CHECK(wrong.status == 405);
  CHECK(wrong.json()["code"] == 405);
  CHECK(wrong.json()["msg"].is_string());
  CHECK(wrong.header("allow") == "POST");
}
