// Identities of the GoTrue surface: joined, linked, taken off again.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/clients.h"

using namespace hufu::mock::test;

namespace {

Json identity_of(World& world, const GotrueClient& client, const std::string& provider) {
  const Json user = user_of(world, client);
  for (const Json& identity : user["identities"]) {
    if (identity["provider"] == provider) return identity;
  }
  FAIL("no identity of " << provider);
  return {};
}

Answer unlink(World& world, const GotrueClient& client, const std::string& provider) {
  const std::string id = identity_of(world, client, provider)["identity_id"];
  return gotrue_call(world, client, "DELETE", "/user/identities/" + id);
}

Answer bind_account(World& world, const GotrueClient& client, const std::string& person) {
  return gotrue_call(world, client, "GET",
                     "/wechat_mini/bind_account?code=" + world.login_code(person));
}

}  // namespace

TEST_CASE("web and mini-program of one WeChat person are one user", "[gotrue][unionid]") {
  World world;
  const std::string person = world.add_wechat_person({{"nickname", "小明"}});
  const GotrueClient web = scan_in(world, person);
  const GotrueClient mini = wechat_login(world, person);
  CHECK(web.user_id == mini.user_id);
  CHECK(user_of(world, web)["app_metadata"]["providers"] == Json({"wechat_qr", "wechat_mini"}));
  CHECK(world.count_audit("joined_by_unionid") == 1);
  // The browser's tokens from before still lead on.
  CHECK(session_in(refresh(world, web)).user_id == web.user_id);
}

TEST_CASE("without a unionid nothing is joined by itself", "[gotrue][unionid]") {
  World world;
  const std::string person = world.add_wechat_person({{"unionid", nullptr}});
  const GotrueClient web = scan_in(world, person);
  const GotrueClient mini = wechat_login(world, person);
  CHECK(web.user_id != mini.user_id);
  CHECK(code_of(bind_account(world, web, person)) == "identity_already_exists");
}

TEST_CASE("another person's unionid joins nobody", "[gotrue][unionid]") {
  World world;
  CHECK(scan_in(world, world.add_wechat_person()).user_id !=
        wechat_login(world, world.add_wechat_person()).user_id);
}

TEST_CASE("bind_account adds the openid to who is signed in", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = sign_up(world, "ada@example.com");
  REQUIRE(bind_account(world, client, person).status == 200);
  CHECK(wechat_login(world, person).user_id == client.user_id);
  // Again is no error and no second identity.
  REQUIRE(bind_account(world, client, person).status == 200);
  CHECK(user_of(world, client)["identities"].size() == 2);
  SECTION("not a second WeChat") {
    const Answer second = bind_account(world, client, world.add_wechat_person());
    CHECK(second.status == 422);
    CHECK(code_of(second) == "identity_already_exists");
  }
  SECTION("not somebody else's") {
    const GotrueClient other = sign_up(world, "eve@example.com");
    CHECK(code_of(bind_account(world, other, person)) == "identity_already_exists");
    CHECK(wechat_login(world, person).user_id == client.user_id);
  }
  SECTION("not without being signed in") {
    const Answer nobody = bind_account(world, {}, person);
    CHECK(nobody.status == 401);
    CHECK(code_of(nobody) == "no_authorization");
  }
}

TEST_CASE("a browser links WeChat to its account", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person({{"nickname", "小红"}});
  const GotrueClient before = sign_up(world, "ada@example.com");
  const std::string page = begin_link(world, before);
  const std::string landed = land(world, press(world, page, person));
  // Until the browser that began comes back with its verifier nothing has happened (T2).
  CHECK(user_of(world, before)["identities"].size() == 1);
  const GotrueClient after = session_in(redeem(world, parameter_of(landed, "code")));
  CHECK(after.user_id == before.user_id);
  CHECK(identity_of(world, after, "wechat_qr")["identity_data"]["full_name"] == "小红");
  CHECK(code_of(gotrue_call(world, before, "GET", "/user")) == "session_not_found");
  CHECK(scan_in(world, person).user_id == before.user_id);
}

TEST_CASE("a guest becomes a member by linking in the browser", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient guest = sign_up_anonymously(world);
  CHECK(user_of(world, guest)["is_anonymous"] == true);
  const std::string landed = land(world, press(world, begin_link(world, guest), person));
  const GotrueClient member = session_in(redeem(world, parameter_of(landed, "code")));
  CHECK(member.user_id == guest.user_id);
  const Json user = user_of(world, member);
  CHECK(user["is_anonymous"] == false);
  const Json identity = user["identities"][0];
  CHECK(identity["identity_data"]["provider_id"] == identity["id"]);
  for (const char* name : {"created_at", "updated_at", "last_sign_in_at", "identity_id"})
    CHECK(identity[name].is_string());
}

TEST_CASE("what an application wishes of the provider's page goes along", "[gotrue]") {
  World world;
  const Answer begun = gotrue_call(
      world, {}, "GET",
      "/authorize?provider=wechat_qr&scopes=email&lang=en&self_redirect=true&state=mine&appid=x");
  REQUIRE(begun.status == 302);
  const std::string page = begun.header("location");
  CHECK(parameter_of(page, "lang") == "en");
  CHECK(parameter_of(page, "self_redirect") == "true");
  CHECK(parameter_of(page, "scope") == "snsapi_login");
  CHECK(parameter_of(page, "appid") != "x");
  CHECK(parameter_of(page, "state") != "mine");
  CHECK(page.ends_with("#wechat_redirect"));
}

TEST_CASE("a scan of somebody else's link gives nothing away", "[gotrue][T2]") {
  World world;
  const std::string victim = world.add_wechat_person();
  const GotrueClient attacker = sign_up(world, "eve@example.com");
  // The attacker sends the victim the page of their own link; the victim scans, and the victim's
  // browser gets the code. Its application has another verifier.
  const std::string landed = land(world, press(world, begin_link(world, attacker), victim));
  const Answer redeemed = redeem(world, parameter_of(landed, "code"), std::string(43, 'v'));
  CHECK(code_of(redeemed) == "bad_code_verifier");
  CHECK(user_of(world, attacker)["identities"].size() == 1);
  CHECK(scan_in(world, victim).user_id != attacker.user_id);
}

TEST_CASE("linking what another user has is refused where the person is", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient owner = scan_in(world, person);
  const GotrueClient client = sign_up(world, "ada@example.com");
  const std::string landed = land(world, press(world, begin_link(world, client), person));
  CHECK(parameter_of(landed, "error_code") == "identity_already_exists");
  CHECK(scan_in(world, person).user_id == owner.user_id);
}

TEST_CASE("of two links of one WeChat one wins", "[gotrue][B11]") {
  World world;
  const std::string person = world.add_wechat_person();
  const auto code_for = [&](const GotrueClient& client) {
    return parameter_of(land(world, press(world, begin_link(world, client), person)), "code");
  };
  const GotrueClient first = sign_up(world, "ada@example.com");
  const GotrueClient second = sign_up(world, "bob@example.com");
  const std::string first_code = code_for(first);
  const std::string second_code = code_for(second);
  session_in(redeem(world, first_code));
  const Answer late = redeem(world, second_code);
  CHECK(late.status == 422);
  CHECK(code_of(late) == "identity_already_exists");
}

TEST_CASE("a link of a session that has ended is not finished", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = sign_up(world, "ada@example.com");
  const std::string landed = land(world, press(world, begin_link(world, client), person));
  gotrue_call(world, client, "POST", "/logout");
  CHECK(code_of(redeem(world, parameter_of(landed, "code"))) == "flow_state_not_found");
}

TEST_CASE("the last identity stays, another goes with its sessions", "[gotrue][B14]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Answer last = unlink(world, client, "email");
  CHECK(last.status == 422);
  CHECK(code_of(last) == "single_identity_not_deletable");

  REQUIRE(bind_account(world, client, person).status == 200);
  const GotrueClient mini = wechat_login(world, person);
  const auto gone = [&](const std::string& id) {
    return code_of(gotrue_call(world, client, "DELETE", "/user/identities/" + id));
  };
  CHECK(gone("00000000-0000-4000-8000-000000000000") == "identity_not_found");
  CHECK(gone("no-such-id") == "validation_failed");
  CHECK(unlink(world, client, "wechat_mini").status == 200);
  CHECK(code_of(gotrue_call(world, mini, "GET", "/user")) == "session_not_found");
  CHECK(code_of(unlink(world, client, "email")) == "single_identity_not_deletable");
  SECTION("it may come back") { CHECK(bind_account(world, client, person).status == 200); }
  SECTION("another user has to wait a day for it") {
    const GotrueClient other = sign_up(world, "bob@example.com");
    CHECK(code_of(bind_account(world, other, person)) == "identity_already_exists");
    world.advance_ms(24LL * 3600 * 1000 + 1);
    CHECK(bind_account(world, session_in(sign_in(world, "bob@example.com")), person).status == 200);
  }
}

TEST_CASE("with the e-mail its password goes too", "[gotrue][B14]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = sign_up(world, "ada@example.com");
  REQUIRE(bind_account(world, client, person).status == 200);
  const GotrueClient mini = wechat_login(world, person);
  CHECK(unlink(world, mini, "email").status == 200);
  CHECK(code_of(sign_in(world, "ada@example.com")) == "invalid_credentials");
  // Whoever takes the address next is somebody else.
  CHECK(sign_up(world, "ada@example.com").user_id != client.user_id);
}

TEST_CASE("unlinking needs a fresh sign-in", "[gotrue][B14]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  REQUIRE(bind_account(world, client, world.add_wechat_person()).status == 200);
  world.advance_ms(11 * 60 * 1000);
  CHECK(code_of(unlink(world, client, "wechat_mini")) == "reauthentication_needed");
}

TEST_CASE("an address that nobody proved links nothing", "[gotrue][B15]") {
  World world;
  // The attacker is first with the victim's address; later the victim comes with Clerk.
  const GotrueClient attacker = sign_up(world, "ada@example.com");
  const Client victim = world.web();
  CHECK(victim.user_id != attacker.user_id);
  CHECK(identity_of(world, attacker, "email")["identity_data"]["email_verified"] == false);
}
