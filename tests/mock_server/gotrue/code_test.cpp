// Codes and links of mails: what opens an account once, and all that does not.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "gotrue/mailbox.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr int kHourMs = 3600 * 1000;

Json code_for(World& world, const std::string& email) {
  const Answer answer = ask_for_code(world, email);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  REQUIRE(answer.json() == Json::object());
  return last_mail(world, email);
}

}  // namespace

TEST_CASE("a code signs in once", "[gotrue][mails]") {
  World world;
  const GotrueClient known = sign_up(world, kAda);
  const Json mail = code_for(world, kAda);
  CHECK(mail["kind"] == "magiclink");
  CHECK(mail["code"].get<std::string>().size() == 6);
  CHECK(session_in(verify_code(world, kAda, mail["code"])).user_id == known.user_id);
  CHECK(code_of(verify_code(world, kAda, mail["code"])) == "otp_expired");
  CHECK(code_of(verify_token(world, mail["tokenHash"], "magiclink")) == "otp_expired");
}

TEST_CASE("who has no account gets one by a code, unless it is not wanted", "[gotrue][mails]") {
  World world;
  const Answer refused = ask_for_code(world, kAda, {{"create_user", false}});
  CHECK(refused.status == 422);
  CHECK(code_of(refused) == "otp_disabled");
  CHECK(mails_to(world, kAda) == 0);
  ask_for_code(world, kAda, {{"data", {{"full_name", "عائشة 🌙"}}}});
  const Json mail = last_mail(world, kAda);
  const GotrueClient client = session_in(verify_code(world, kAda, mail["code"]));
  CHECK(user_of(world, client)["user_metadata"]["full_name"] == "عائشة 🌙");
  CHECK(user_of(world, client).contains("email_confirmed_at"));
  // Who writes from right to left leaves the sentence around the name as it is.
  CHECK(mail["html"].get<std::string>().find("<bdi>عائشة 🌙</bdi>") != std::string::npos);
}

TEST_CASE("where addresses are confirmed first, the first code confirms", "[gotrue][mails]") {
  World world;
  world.control("PUT", "oddities", {{"emailConfirmation", true}});
  const Json mail = code_for(world, kAda);
  CHECK(mail["kind"] == "signup");
  const GotrueClient client = session_in(verify_code(world, kAda, mail["code"]));
  CHECK(user_of(world, client).contains("email_confirmed_at"));
  CHECK(user_of(world, client)["user_metadata"]["email_verified"] == true);
}

TEST_CASE("mistyped, foreign and old codes are all alike", "[gotrue][mails]") {
  World world;
  sign_up(world, kAda);
  sign_up(world, "bob@example.com");
  const std::string code = code_for(world, kAda)["code"];
  const std::string of_bob = code_for(world, "bob@example.com")["code"];
  const Answer mistyped = verify_code(world, kAda, wrong_code(code));
  CHECK(mistyped.status == 403);
  CHECK(code_of(mistyped) == "otp_expired");
  CHECK(verify_code(world, kAda, of_bob).text == mistyped.text);
  CHECK(verify_code(world, "nobody@example.com", code).text == mistyped.text);
  CHECK(verify_code(world, kAda, code, "signup").text == mistyped.text);
  CHECK(verify_code(world, kAda, code, "no such type").text == mistyped.text);
  world.advance_ms(kHourMs);
  CHECK(verify_code(world, kAda, code).text == mistyped.text);
}

TEST_CASE("a new code takes the place of the one before, a minute later at the earliest",
          "[gotrue][mails]") {
  World world;
  sign_up(world, kAda);
  const std::string first = code_for(world, kAda)["code"];
  world.advance_ms(59'000);
  const Answer early = ask_for_code(world, kAda);
  CHECK(early.status == 429);
  CHECK(code_of(early) == "over_email_send_rate_limit");
  CHECK(early.json()["message"] ==
        "For security purposes, you can only request this after 1 seconds.");
  world.advance_ms(1'000);
  const std::string second = code_for(world, kAda)["code"];
  if (first != second) CHECK(code_of(verify_code(world, kAda, first)) == "otp_expired");
  session_in(verify_code(world, kAda, second));
}

TEST_CASE("nobody hears who has an account by asking for a new password", "[gotrue][mails]") {
  World world;
  sign_up(world, kAda);
  const auto recover = [&](const std::string& email) {
    return gotrue_call(world, {}, "POST", "/recover", {{"email", email}});
  };
  for (const int status : {200, 429}) {
    const Answer known = recover(kAda);
    const Answer unknown = recover("nobody@example.com");
    CHECK(known.status == status);
    CHECK(unknown.status == status);
    CHECK(known.text == unknown.text);
  }
  CHECK(mails_to(world, kAda) == 1);
  CHECK(mails_to(world, "nobody@example.com") == 0);
}

TEST_CASE("nobody hears who has an account by how soon they may ask again",
          "[gotrue][mails][B25]") {
  World world;
  const std::string first = GENERATE(as<std::string>{}, "/otp", "/magiclink", "/recover");
  const std::string second = GENERATE(as<std::string>{}, "/otp", "/recover", "/resend");
  sign_up(world, kAda);
  const auto told = [&](const std::string& email) {
    const Json asked = {{"email", email}, {"type", "signup"}};
    // Braces: one after the other.
    return std::pair{gotrue_call(world, {}, "POST", first, asked).status,
                     gotrue_call(world, {}, "POST", second, asked).status};
  };
  const auto of_ada = told(kAda);
  CHECK(of_ada.first == 200);
  CHECK(of_ada == told("nobody@example.com"));
}

TEST_CASE("a forgotten password is chosen anew by the mail's link", "[gotrue][mails]") {
  World world;
  const GotrueClient before = sign_up(world, kAda);
  gotrue_call(world, {}, "POST", "/recover", {{"email", kAda}});
  const Json mail = last_mail(world, kAda, "recovery");
  const GotrueClient client = session_in(verify_token(world, mail["tokenHash"], "recovery"));
  CHECK(client.user_id == before.user_id);
  REQUIRE(gotrue_call(world, client, "PUT", "/user", {{"password", "another good one"}}).status ==
          200);
  session_in(sign_in(world, kAda, "another good one"));
  CHECK(code_of(refresh(world, before)) == "session_not_found");
}

TEST_CASE("who is banned is not let in by a mail, and the mail stays good", "[gotrue][mails]") {
  World world;
  const GotrueClient client = sign_up(world, kAda);
  const Json mail = code_for(world, kAda);
  world.control("POST", "users/" + client.user_id + "/ban");
  CHECK(code_of(verify_code(world, kAda, mail["code"])) == "user_banned");
  CHECK(fragment_of(follow(world, mail["link"]), "error_code") == "user_banned");
  world.control("POST", "users/" + client.user_id + "/ban", {{"banned", false}});
  session_in(verify_code(world, kAda, mail["code"]));
}

TEST_CASE("what is no question is told so", "[gotrue][mails]") {
  World world;
  const auto refused = [&](const std::string& path, const Json& body) {
    const Answer answer = gotrue_call(world, {}, "POST", path, body);
    CHECK(answer.status == 400);
    return code_of(answer) + ": " + answer.json().value("message", "");
  };
  CHECK(refused("/otp", Json::object()) == "validation_failed: One of email or phone must be set");
  CHECK(refused("/otp", {{"email", kAda}, {"phone", "+8613800138000"}}) ==
        "validation_failed: Only an email address or phone number should be provided");
  CHECK(refused("/otp", {{"phone", "+8613800138000"}}) ==
        "phone_provider_disabled: Unsupported phone provider");
  CHECK(refused("/otp", {{"email", "ada"}}) ==
        "validation_failed: Unable to validate email address: invalid format");
  CHECK(refused("/recover", Json::object()) ==
        "validation_failed: Password recovery requires an email");
  CHECK(refused("/verify", {{"type", "email"}}) ==
        "validation_failed: Verify requires either a token or a token hash");
  CHECK(refused("/verify", {{"token", "123456"}}) ==
        "validation_failed: Verify requires a verification type");
  CHECK(refused("/verify", {{"type", "email"}, {"token", "123456"}}) ==
        "validation_failed: Only an email address or phone number should be provided on verify");
  CHECK(refused("/verify", {{"type", "x"}, {"token_hash", "abc"}}) ==
        "validation_failed: Invalid email verification type");
  CHECK(refused("/verify", {{"type", "email"}, {"token_hash", "abc"}, {"email", kAda}}) ==
        "validation_failed: Only the token_hash and type should be provided");
  CHECK(refused("/verify", {{"type", "sms"}, {"token", "123456"}, {"phone", "12a"}}) ==
        "validation_failed: Invalid phone number format (E.164 required)");
  CHECK(refused("/resend", {{"type", "magiclink"}, {"email", kAda}}) ==
        "validation_failed: Missing one of these types: signup, email_change, sms, phone_change");
}

TEST_CASE("the audit log names no code", "[gotrue][mails][B21]") {
  World world;
  sign_up(world, kAda);
  const Json mail = code_for(world, kAda);
  session_in(verify_code(world, kAda, mail["code"]));
  const std::string audit = world.control("GET", "audit", nullptr).dump();
  CHECK(audit.find("code_sent") != std::string::npos);
  CHECK(audit.find(mail["code"].get<std::string>()) == std::string::npos);
  CHECK(audit.find(mail["tokenHash"].get<std::string>()) == std::string::npos);
}
