// What an application's own server may do to people, and nobody else.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/authenticator.h"
#include "gotrue/ban_duration.h"
#include "gotrue/project.h"
#include "jose/token.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kSecret = "a secret of 32 bytes or some more";

std::string signed_with(const std::string& secret, const Json& claims) {
  return jose::sign(Json::object(), claims, *jose::Key::from_secret(secret, ""));
}

}  // namespace

TEST_CASE("who may call as a server", "[gotrue][admin]") {
  MockConfig config;
  config.jwt_secret = kSecret;
  config.supabase_service_role_key = "sb_secret_of_this_project";
  World world(config);
  const auto asked_with = [&](const std::string& token) {
    return gotrue_call(world, {token, "", ""}, "GET", "/admin/users");
  };
  for (const char* role : {"service_role", "supabase_admin"})
    CHECK(asked_with(signed_with(kSecret, {{"role", role}})).status == 200);
  CHECK(asked_with("sb_secret_of_this_project").status == 200);

  const Answer nobody = asked_with("");
  CHECK(nobody.status == 401);
  CHECK(code_of(nobody) == "no_authorization");
  const GotrueClient ada = sign_up(world, "ada@example.com");
  const Json claim = {{"role", "service_role"}, {"is_super_admin", true}};
  gotrue_call(world, ada, "PUT", "/user", {{"data", claim}});
  const std::string claiming = refresh(world, ada).json()["access_token"];
  for (const std::string& token : {ada.token, claiming, signed_with(kSecret, {{"role", "anon"}}),
                                   signed_with(kSecret, {{"user_metadata", claim}})}) {
    CHECK(asked_with(token).status == 403);
    CHECK(code_of(asked_with(token)) == "not_admin");
  }
  const std::string forged = "another secret that has 32 bytes, too";
  const Json expired = {{"role", "service_role"}, {"exp", 1000}};
  for (const std::string& token : {signed_with(forged, {{"role", "service_role"}}),
                                   signed_with(kSecret, expired), std::string("sb_secret_of")}) {
    CHECK(asked_with(token).status == 403);
    CHECK(code_of(asked_with(token)) == "bad_jwt");
  }
}

TEST_CASE("the gateway lets the server's key in beside the pages' one", "[gotrue][admin]") {
  MockConfig config;
  config.supabase_anon_key = "sb_publishable_of_this_project";
  config.supabase_service_role_key = "sb_secret_of_this_project";
  World world(config);
  const auto asked_with = [&](const std::string& key) {
    return world.call("GET", "/auth/v1/admin/users",
                      {{"apikey", key}, {"Authorization", "Bearer " + key}});
  };
  CHECK(asked_with("sb_secret_of_this_project").status == 200);
  CHECK(asked_with("sb_publishable_of_this_project").status == 403);
  CHECK(asked_with("sb_secret_of_another_one").status == 401);
}

TEST_CASE("an account made by a server", "[gotrue][admin]") {
  Project project;
  const Json wish = {{"email", "Ada@Example.com"},
                     {"phone", "+86 138 0013 8000"},
                     {"password", kPassword},
                     {"user_metadata", {{"colour", "jade"}}},
                     {"app_metadata", {{"plan", "gold"}, {"provider", "made up"}}},
                     {"email_confirm", true}};
  const Json user = project.done("POST", "/admin/users", wish);
  CHECK(user["email"] == "ada@example.com");
  CHECK(user["phone"] == "8613800138000");
  CHECK(user.contains("email_confirmed_at"));
  CHECK_FALSE(user.contains("phone_confirmed_at"));
  CHECK(user["user_metadata"] == Json({{"colour", "jade"}}));
  CHECK(user["app_metadata"] ==
        Json({{"plan", "gold"}, {"provider", "email"}, {"providers", {"email", "phone"}}}));
  const std::string path = "/admin/users/" + user["id"].get<std::string>();
  CHECK(project.done("GET", path) == user);
  const Answer session = sign_in(project.world, "ada@example.com");
  CHECK(session.json()["user"]["app_metadata"]["plan"] == "gold");

  SECTION("a second one of the same address or number is refused") {
    CHECK(code_of(project.call("POST", "/admin/users", {{"email", "ada@example.com"}})) ==
          "email_exists");
    CHECK(code_of(project.call("POST", "/admin/users", {{"phone", "8613800138000"}})) ==
          "phone_exists");
  }
  SECTION("without an address to answer from it is not open") {
    project.done("POST", "/admin/users", {{"email", "bob@example.com"}, {"password", kPassword}});
    CHECK(code_of(sign_in(project.world, "bob@example.com")) == "email_not_confirmed");
  }
  SECTION("what is no account") {
    for (const Json& none :
         {Json::object(), Json({{"email", "xx:;x@x.x"}}), Json({{"phone", "letters"}}),
          Json({{"email", "b@example.com"}, {"id", "1"}}),
          Json({{"email", "b@example.com"}, {"ban_duration", "long"}}),
          Json({{"email", "b@example.com"}, {"password", std::string(73, 'x')}})}) {
      INFO(none.dump());
      const Answer answer = project.call("POST", "/admin/users", none);
      CHECK(answer.status == 400);
      CHECK(code_of(answer) == "validation_failed");
    }
  }
}

TEST_CASE("an account changed by a server", "[gotrue][admin]") {
  Project project;
  const std::string id = project.created("ada@example.com");
  const std::string path = "/admin/users/" + id;
  const GotrueClient ada = session_in(sign_in(project.world, "ada@example.com"));

  SECTION("address, password and both kinds of metadata") {
    project.done("PUT", path, {{"app_metadata", {{"plan", "gold"}, {"seats", 2}}}});
    const Json user = project.done("PUT", path,
                                   {{"email", "lovelace@example.com"},
                                    {"password", "another horse battery"},
                                    {"user_metadata", {{"colour", "jade"}}},
                                    {"app_metadata", {{"seats", nullptr}}}});
    CHECK(user["email"] == "lovelace@example.com");
    CHECK(user["app_metadata"]["plan"] == "gold");
    CHECK_FALSE(user["app_metadata"].contains("seats"));
    CHECK(code_of(gotrue_call(project.world, ada, "GET", "/user")) == "session_not_found");
    CHECK(sign_in(project.world, "lovelace@example.com", "another horse battery").status == 200);
    CHECK(code_of(sign_in(project.world, "ada@example.com")) == "invalid_credentials");
  }
  SECTION("not to what is somebody else's or nothing at all") {
    project.created("bob@example.com");
    CHECK(code_of(project.call("PUT", path, {{"email", "bob@example.com"}})) == "email_exists");
    CHECK(code_of(project.call("PUT", path, {{"password", "x"}})) == "weak_password");
    CHECK(code_of(project.call("PUT", path, {{"app_metadata", {{"x", std::string(4000, 'x')}}}})) ==
          "validation_failed");
    CHECK(project.done("GET", path)["email"] == "ada@example.com");
  }
  SECTION("nobody's") {
    const Answer unknown =
        project.call("PUT", "/admin/users/83fd9e20-7a80-46e4-bf29-a86e3d6bbf66", Json::object());
    CHECK(unknown.status == 404);
    CHECK(code_of(unknown) == "user_not_found");
    const Answer malformed = project.call("GET", "/admin/users/ada");
    CHECK(malformed.status == 404);
    CHECK(code_of(malformed) == "validation_failed");
  }
}

TEST_CASE("a ban ends by itself, by word, or when its time has come", "[gotrue][admin]") {
  Project project;
  const std::string path = "/admin/users/" + project.created("ada@example.com");
  const GotrueClient ada = session_in(sign_in(project.world, "ada@example.com"));
  const Json banned = project.done("PUT", path, {{"ban_duration", "1h30m"}});
  CHECK(banned.contains("banned_until"));
  CHECK(code_of(sign_in(project.world, "ada@example.com")) == "user_banned");
  CHECK(code_of(refresh(project.world, ada)) == "user_banned");
  CHECK(code_of(gotrue_call(project.world, ada, "GET", "/user")) == "user_banned");
  SECTION("by itself") { project.world.advance_ms(91 * 60 * 1000); }
  SECTION("by word") {
    CHECK_FALSE(project.done("PUT", path, {{"ban_duration", "none"}}).contains("banned_until"));
  }
  CHECK(refresh(project.world, ada).status == 200);
  CHECK(sign_in(project.world, "ada@example.com").status == 200);
}

TEST_CASE("durations as Go writes them", "[gotrue][admin]") {
  const std::pair<const char*, std::int64_t> good[] = {
      {"none", 0},     {"0", 0},       {"24h", 86'400'000}, {"1h30m", 5'400'000},
      {"1.5s", 1'500}, {"100ms", 100}, {"-1h", -3'600'000}, {"876000h", 3'153'600'000'000},
      {"+2m", 120'000}};
  for (const auto& [text, ms] : good) {
    INFO(text);
    CHECK(gotrue::read_duration_ms(text) == ms);
  }
  for (const char* bad :
       {"", "-", "1", "h", "1d", "1h 2m", "1..5h", "forever", "9999999h", "1e3s"}) {
    INFO(bad);
    CHECK_FALSE(gotrue::read_duration_ms(bad).has_value());
  }
}

TEST_CASE("people who are deleted", "[gotrue][admin]") {
  Project project;
  const std::string path = "/admin/users/" + project.created("ada@example.com");
  const GotrueClient ada = session_in(sign_in(project.world, "ada@example.com"));
  SECTION("for good") {
    CHECK(project.done("DELETE", path) == Json::object());
    CHECK(project.call("GET", path).status == 404);
    CHECK(code_of(gotrue_call(project.world, ada, "GET", "/user")) == "user_not_found");
  }
  SECTION("and whose row stays") {
    project.done("DELETE", path, {{"should_soft_delete", true}});
    const Json user = project.done("GET", path);
    CHECK(user.contains("deleted_at"));
    CHECK(user["identities"].empty());
    CHECK(user.dump().find("ada@") == std::string::npos);
    CHECK(code_of(gotrue_call(project.world, ada, "GET", "/user")) == "session_not_found");
    project.done("DELETE", path, {{"should_soft_delete", true}});
  }
  CHECK(code_of(sign_in(project.world, "ada@example.com")) == "invalid_credentials");
  CHECK(refresh(project.world, ada).status == 400);
  // The address is free again.
  CHECK(project.created("ada@example.com") != ada.user_id);
}

TEST_CASE("everybody, a page at a time", "[gotrue][admin]") {
  Project project;
  for (const char* name : {"ada", "bob", "cy"}) {
    project.created(std::string(name) + "@example.com");
    project.world.advance_ms(1000);
  }
  const auto emails = [&](const std::string& query) {
    Json list = Json::array();
    const Json page = project.done("GET", "/admin/users" + query);
    for (const Json& user : page["users"])
      list.push_back(user["email"]);
    return list;
  };
  CHECK(emails("") == Json({"cy@example.com", "bob@example.com", "ada@example.com"}));
  CHECK(emails("?sort=created_at+asc&per_page=1") == Json({"ada@example.com"}));
  CHECK(emails("?page=2&per_page=2") == Json({"ada@example.com"}));
  CHECK(emails("?page=9&per_page=2").empty());
  CHECK(emails("?filter=BOB") == Json({"bob@example.com"}));
  CHECK(emails("?filter=%25").empty());

  const Answer first = project.call("GET", "/admin/users?page=1&per_page=2");
  CHECK(first.header("x-total-count") == "3");
  CHECK(first.header("link") ==
        "</admin/users?page=2&per_page=2>; rel=\"next\", </admin/users?page=2&per_page=2>; "
        "rel=\"last\"");
  CHECK(first.json()["aud"] == "authenticated");
  CHECK(project.call("GET", "/admin/users?page=2&per_page=2").header("link") ==
        "</admin/users?page=2&per_page=2>; rel=\"last\"");
  for (const char* bad : {"page=-1", "per_page=0", "per_page=many", "sort=email"})
    CHECK(code_of(project.call("GET", std::string("/admin/users?") + bad)) == "validation_failed");
}

TEST_CASE("who has lost the telephone with the codes is helped by a server", "[gotrue][admin]") {
  Project project;
  const std::string path = "/admin/users/" + project.created("ada@example.com");
  const GotrueClient ada = session_in(sign_in(project.world, "ada@example.com"));
  CHECK(project.done("GET", path + "/factors") == Json::array());
  const Authenticator phone = enroll(project.world, ada);
  const GotrueClient proved = prove(project.world, ada, phone);
  const Json factors = project.done("GET", path + "/factors");
  REQUIRE(factors.size() == 1);
  CHECK(factors[0]["id"] == phone.factor_id);
  CHECK(factors[0]["status"] == "verified");
  CHECK(factors.dump().find(phone.secret) == std::string::npos);
  CHECK(project.done("GET", path)["factors"] == factors);

  const std::string lost = path + "/factors/" + phone.factor_id;
  CHECK(code_of(gotrue_call(project.world, proved, "DELETE", lost)) == "not_admin");
  CHECK(project.done("DELETE", lost)["id"] == phone.factor_id);
  CHECK(project.done("GET", path + "/factors") == Json::array());
  CHECK(code_of(project.call("DELETE", lost)) == "mfa_factor_not_found");
  GotrueClient renewed = proved;
  renew(project.world, renewed);
  CHECK(claims_of(renewed)["aal"] == "aal1");
}
