// Second factors: enrolled, proved, removed; what a session at aal1 may not do then.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/authenticator.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kNobody = "00000000-0000-4000-8000-000000000000";

Json refused(const Answer& answer) {
  return {{"status", answer.status},
          {"code", code_of(answer)},
          {"message", answer.json().value("message", "")}};
}

Json refusal(int status, const char* code, const char* message) {
  return {{"status", status}, {"code", code}, {"message", message}};
}

Answer remove(World& world, const GotrueClient& client, const std::string& factor_id) {
  return gotrue_call(world, client, "DELETE", "/factors/" + factor_id);
}

Json factors(World& world, const GotrueClient& client) {
  return user_of(world, client).value("factors", Json::array());
}

Json methods(const GotrueClient& client) {
  Json names = Json::array();
  const Json claims = claims_of(client);
  for (const Json& reference : claims["amr"])
    names.push_back(reference["method"]);
  return names;
}

}  // namespace

TEST_CASE("enrolling shows the secret once, as text, address and picture", "[gotrue][factor]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  CHECK_FALSE(user_of(world, client).contains("factors"));
  const Answer answer =
      gotrue_call(world, client, "POST", "/factors",
                  {{"factor_type", "totp"}, {"friendly_name", "手机"}, {"issuer", "Tally Tea"}});
  REQUIRE(answer.status == 200);
  const Json factor = answer.json();
  CHECK(factor["type"] == "totp");
  CHECK(factor["friendly_name"] == "手机");
  const std::string secret = factor["totp"]["secret"];
  CHECK(secret.size() == 32);
  CHECK(factor["totp"]["uri"] ==
        "otpauth://totp/Tally%20Tea:ada%40example.com?algorithm=SHA1&digits=6&issuer=Tally%20Tea&"
        "period=30&secret=" +
            secret);
  // supabase-js puts it behind "data:image/svg+xml;utf-8," without another word.
  const std::string picture = factor["totp"]["qr_code"];
  CHECK(picture.starts_with("<svg "));
  CHECK(picture.find_first_of("#%") == std::string::npos);
  const Json listed = factors(world, client);
  REQUIRE(listed.size() == 1);
  CHECK(listed[0]["id"] == factor["id"]);
  CHECK(listed[0]["status"] == "unverified");
  CHECK(listed[0]["factor_type"] == "totp");
  CHECK(listed.dump().find(secret) == std::string::npos);
}

TEST_CASE("without a name of its own the issuer is the site's host", "[gotrue][factor]") {
  World world;
  const GotrueClient client = wechat_login(world, world.add_wechat_person());
  const Answer answer = gotrue_call(world, client, "POST", "/factors", {{"factor_type", "totp"}});
  REQUIRE(answer.status == 200);
  CHECK(answer.json()["friendly_name"] == "");
  const std::string uri = answer.json()["totp"]["uri"];
  CHECK(uri.starts_with("otpauth://totp/localhost:"));
  CHECK(uri.find("&issuer=localhost&") != std::string::npos);
}

TEST_CASE("a code brings the session to aal2, and a refresh keeps it", "[gotrue][factor]") {
  World world;
  const GotrueClient before = sign_up(world, "ada@example.com");
  CHECK(claims_of(before)["aal"] == "aal1");
  CHECK(methods(before) == Json({"password"}));
  const Authenticator authenticator = enroll(world, before);
  GotrueClient client = prove(world, before, authenticator);
  CHECK(claims_of(client)["session_id"] == claims_of(before)["session_id"]);
  CHECK(claims_of(client)["aal"] == "aal2");
  CHECK(methods(client) == Json({"totp", "password"}));
  CHECK(factors(world, client)[0]["status"] == "verified");
  renew(world, client);
  CHECK(claims_of(client)["aal"] == "aal2");
  CHECK(methods(client) == Json({"totp", "password"}));
}

TEST_CASE("tokens from before the code do not lead to aal2", "[gotrue][factor]") {
  for (const auto rule :
       {RefreshReuse::Rule::parent, RefreshReuse::Rule::interval, RefreshReuse::Rule::strict}) {
    World world(with_rule(rule));
    const GotrueClient first = sign_up(world, "ada@example.com");
    GotrueClient before = first;
    renew(world, before);
    GotrueClient client = prove(world, before, enroll(world, before));
    for (const GotrueClient& old : {first, before})
      CHECK(code_of(refresh(world, old)) == "refresh_token_not_found");
    renew(world, client);
    CHECK(claims_of(client)["aal"] == "aal2");
  }
}

TEST_CASE("the first code ends the person's sessions at aal1", "[gotrue][factor]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient here = sign_up(world, "ada@example.com");
  const GotrueClient there = session_in(sign_in(world, "ada@example.com"));
  const GotrueClient other = sign_up(world, "bob@example.com");
  const GotrueClient client = prove(world, here, enroll(world, here));
  CHECK(code_of(refresh(world, there)) == "session_not_found");
  CHECK(code_of(gotrue_call(world, there, "GET", "/user")) == "session_not_found");
  CHECK(gotrue_call(world, client, "GET", "/user").status == 200);
  CHECK(gotrue_call(world, other, "GET", "/user").status == 200);
}

TEST_CASE("at aal1 nothing of how one signs in is changed", "[gotrue][factor]") {
  World world;
  const GotrueClient first = sign_up(world, "ada@example.com");
  const Authenticator authenticator = enroll(world, first);
  prove(world, first, authenticator);
  const GotrueClient second = session_in(sign_in(world, "ada@example.com"));
  CHECK(claims_of(second)["aal"] == "aal1");
  const Json needed =
      refusal(401, "insufficient_aal",
              "AAL2 session is required to update email or password when MFA is enabled.");
  CHECK(refused(gotrue_call(world, second, "PUT", "/user", {{"password", "another good one"}})) ==
        needed);
  CHECK(refused(gotrue_call(world, second, "PUT", "/user", {{"email", "eve@example.com"}})) ==
        needed);
  CHECK(gotrue_call(world, second, "PUT", "/user", {{"data", {{"color", "green"}}}}).status == 200);
  CHECK(refused(gotrue_call(world, second, "POST", "/factors",
                            {{"factor_type", "totp"}, {"friendly_name", "two"}})) ==
        refusal(403, "insufficient_aal", "AAL2 required to enroll a new factor"));
  CHECK(refused(remove(world, second, authenticator.factor_id)) ==
        refusal(422, "insufficient_aal", "AAL2 required to unenroll verified factor"));
  session_in(sign_in(world, "ada@example.com"));
  world.advance_ms(60'000);
  const GotrueClient proved = prove(world, second, authenticator);
  CHECK(gotrue_call(world, proved, "PUT", "/user", {{"password", "another good one"}}).status ==
        200);
}

TEST_CASE("a factor that goes takes its sessions down with it", "[gotrue][factor]") {
  World world;
  const GotrueClient before = sign_up(world, "ada@example.com");
  const Authenticator authenticator = enroll(world, before);
  GotrueClient client = prove(world, before, authenticator);
  const Answer gone = remove(world, client, authenticator.factor_id);
  CHECK(gone.status == 200);
  CHECK(gone.json() == Json({{"id", authenticator.factor_id}}));
  CHECK(factors(world, client).empty());
  renew(world, client);
  CHECK(claims_of(client)["aal"] == "aal1");
  CHECK(methods(client) == Json({"password"}));
  CHECK(code_of(remove(world, client, authenticator.factor_id)) == "mfa_factor_not_found");
  // One that no code has come of needs none to go.
  CHECK(remove(world, client, enroll(world, client).factor_id).status == 200);
}

TEST_CASE("a code opens once, and so does a challenge", "[gotrue][factor]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Authenticator authenticator = enroll(world, client);
  const std::string asked = challenge(world, client, authenticator.factor_id);
  const std::string code = authenticator.code(world);
  const GotrueClient proved =
      session_in(verify(world, client, authenticator.factor_id, asked, code));
  CHECK(refused(
            verify(world, proved, authenticator.factor_id, asked, authenticator.code(world, 1))) ==
        refusal(422, "mfa_ip_address_mismatch", "Challenge and verify IP addresses mismatch."));
  const std::string again = challenge(world, proved, authenticator.factor_id);
  CHECK(refused(verify(world, proved, authenticator.factor_id, again, code)) ==
        refusal(422, "mfa_verification_failed", "Invalid TOTP code entered"));
  // The challenge lives on, for the next one.
  session_in(verify(world, proved, authenticator.factor_id, again, authenticator.code(world, 1)));
}

TEST_CASE("challenges that are over, foreign or none", "[gotrue][factor]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Authenticator authenticator = enroll(world, client);
  const GotrueClient other = sign_up(world, "bob@example.com");
  const Authenticator foreign = enroll(world, other);
  const std::string theirs = challenge(world, other, foreign.factor_id);
  const auto refused_for = [&](const std::string& challenge_id) {
    return refused(
        verify(world, client, authenticator.factor_id, challenge_id, authenticator.code(world)));
  };
  const Json unknown =
      refusal(422, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found");
  CHECK(refused_for(kNobody) == unknown);
  CHECK(refused_for(theirs) == unknown);
  CHECK(refused_for("none")["code"] == "validation_failed");
  const std::string asked = challenge(world, client, authenticator.factor_id);
  CHECK(refused(verify(world, client, authenticator.factor_id, asked, "")) ==
        refusal(400, "validation_failed", "Code needs to be non-empty"));
  world.advance_ms(300'000);
  const Json late = refused_for(asked);
  CHECK(late["code"] == "mfa_challenge_expired");
  CHECK(late["status"] == 422);
  // Another's factor is none.
  CHECK(
      refused(gotrue_call(world, client, "POST", "/factors/" + foreign.factor_id + "/challenge")) ==
      refusal(404, "mfa_factor_not_found", "Factor not found"));
  CHECK(refused(remove(world, client, "none")) ==
        refusal(404, "validation_failed", "factor_id must be an UUID"));
}

TEST_CASE("codes are not guessed", "[gotrue][factor]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Authenticator authenticator = enroll(world, client);
  const std::string asked = challenge(world, client, authenticator.factor_id);
  const std::string wrong = authenticator.code(world) == "000000" ? "000001" : "000000";
  for (int guess = 0; guess < 10; ++guess) {
    CHECK(code_of(verify(world, client, authenticator.factor_id, asked, wrong)) ==
          "mfa_verification_failed");
  }
  // Not even the right one is looked at now.
  const Answer late =
      verify(world, client, authenticator.factor_id, asked, authenticator.code(world));
  CHECK(late.status == 429);
  CHECK(code_of(late) == "over_request_rate_limit");
  CHECK_FALSE(late.header("retry-after").empty());
}

TEST_CASE("names, kinds and how many", "[gotrue][factor]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const auto enrolled = [&](const Json& wish) {
    return refused(gotrue_call(world, client, "POST", "/factors", wish));
  };
  CHECK(enrolled({{"factor_type", "phone"}, {"phone", "+8613800138000"}}) ==
        refusal(422, "mfa_phone_enroll_not_enabled", "MFA enroll is disabled for Phone"));
  CHECK(enrolled({{"factor_type", "webauthn"}, {"friendly_name", "key"}}) ==
        refusal(422, "mfa_webauthn_enroll_not_enabled", "MFA enroll is disabled for WebAuthn"));
  CHECK(enrolled({{"factor_type", "smoke"}}) ==
        refusal(400, "validation_failed", "factor_type needs to be totp, phone, or webauthn"));
  for (int number = 0; number < 10; ++number)
    enroll(world, client, number == 0 ? "" : std::to_string(number));
  CHECK(enrolled({{"factor_type", "totp"}})["code"] == "mfa_factor_name_conflict");
  CHECK(enrolled({{"factor_type", "totp"}, {"friendly_name", "one more"}}) ==
        refusal(422, "too_many_enrolled_mfa_factors",
                "Maximum number of verified factors reached, unenroll to continue"));
  // Those that nobody goes on with make room by themselves; the first code takes the others away.
  world.advance_ms(300'001);
  const Authenticator last = enroll(world, client, "one more");
  enroll(world, client, "and one");
  CHECK(factors(world, prove(world, client, last)).size() == 1);
}

TEST_CASE("who has no session, or no first factor", "[gotrue][factor]") {
  World world;
  const std::string path = std::string("/factors/") + kNobody;
  const GotrueClient nobody;
  const GotrueClient guest = sign_up_anonymously(world);
  const Json totp = {{"factor_type", "totp"}};
  const Json code = {{"challenge_id", kNobody}, {"code", "123456"}};
  const auto both = [&](const std::string& method, const std::string& target, const Json& body) {
    const Answer none = gotrue_call(world, nobody, method, target, body);
    CHECK(refused(none) ==
          refusal(401, "no_authorization", "This endpoint requires a Bearer token"));
    CHECK(refused(gotrue_call(world, guest, method, target, body)) ==
          refusal(403, "no_authorization", "Anonymous user not allowed to perform these actions"));
  };
  both("POST", "/factors", totp);
  both("POST", path + "/challenge", nullptr);
  both("POST", path + "/verify", code);
  both("DELETE", path, nullptr);
}

TEST_CASE("a person who goes takes the factors along", "[gotrue][factor]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient client = wechat_login(world, person);
  challenge(world, client, enroll(world, client).factor_id);
  CHECK(world.call_as(world.mini_program_of(person), "DELETE", "/api/user").status == 204);
  const GotrueClient anew = wechat_login(world, person);
  CHECK(anew.user_id != client.user_id);
  CHECK(factors(world, anew).empty());
}
