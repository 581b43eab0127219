// Another e-mail address: both owners agree, and nobody else has a say.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "gotrue/mailbox.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kNew = "lovelace@example.com";

struct Moving {
  Moving() {
    world.control("PUT", "oddities", {{"emailConfirmation", true}});
    gotrue_call(world, {}, "POST", "/signup", {{"email", kAda}, {"password", kPassword}});
    ada = session_in(verify_code(world, kAda, last_mail(world, kAda)["code"]));
  }
  Answer move_to(const std::string& email) {
    return gotrue_call(world, ada, "PUT", "/user", {{"email", email}});
  }
  Json begin(const std::string& email = kNew) {
    const Answer answer = move_to(email);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.json();
  }
  Answer answer_at(const std::string& address) {
    return verify_code(world, address, last_mail(world, address)["code"], "email_change");
  }

  World world;
  GotrueClient ada;
};

}  // namespace

TEST_CASE("an address changes when both have answered, in either order", "[gotrue][mails]") {
  Moving moving;
  const Json pending = moving.begin();
  CHECK(pending["email"] == kAda);
  CHECK(pending["new_email"] == kNew);
  CHECK(pending.contains("email_change_sent_at"));
  CHECK(last_mail(moving.world, kAda)["kind"] == "email_change_current");
  CHECK(last_mail(moving.world, kNew)["kind"] == "email_change_new");
  const bool new_first = GENERATE(false, true);
  const Answer half = moving.answer_at(new_first ? kNew : kAda);
  CHECK(half.json() ==
        Json({{"code", "200"},
              {"msg",
               "Confirmation link accepted. Please proceed to confirm link sent to the "
               "other email"}}));
  CHECK(user_of(moving.world, moving.ada)["email"] == kAda);
  const GotrueClient client = session_in(moving.answer_at(new_first ? kAda : kNew));
  CHECK(client.user_id == moving.ada.user_id);
  const Json user = user_of(moving.world, client);
  CHECK(user["email"] == kNew);
  CHECK_FALSE(user.contains("new_email"));
  session_in(sign_in(moving.world, kNew));
  CHECK(code_of(sign_in(moving.world, kAda)) == "invalid_credentials");
}

TEST_CASE("the links of a change say in the browser that the other one waits", "[gotrue][mails]") {
  Moving moving;
  moving.begin();
  const std::string link = last_mail(moving.world, kAda)["link"];
  CHECK(
      fragment_of(follow(moving.world, link), "message").starts_with("Confirmation link accepted"));
  CHECK(fragment_of(follow(moving.world, link), "error_code") == "otp_expired");
  const std::string landed = follow(moving.world, last_mail(moving.world, kNew)["link"]);
  CHECK(fragment_of(landed, "type") == "email_change");
  CHECK(user_of(moving.world, {fragment_of(landed, "access_token"), "", ""})["email"] == kNew);
}

TEST_CASE("without the second confirmation the new address' word is enough", "[gotrue][mails]") {
  Moving moving;
  moving.world.control("PUT", "oddities", {{"secureEmailChange", false}});
  moving.begin();
  CHECK(last_mail(moving.world, kAda)["kind"] == "signup");
  session_in(moving.answer_at(kNew));
  CHECK(user_of(moving.world, moving.ada)["email"] == kNew);
}

TEST_CASE("a second change takes the place of the first", "[gotrue][mails]") {
  Moving moving;
  moving.begin("first@example.com");
  const Json first = last_mail(moving.world, "first@example.com");
  CHECK(code_of(moving.move_to(kNew)) == "over_email_send_rate_limit");
  moving.world.advance_ms(60'000);
  moving.begin();
  CHECK(code_of(verify_token(moving.world, first["tokenHash"], "email_change")) == "otp_expired");
  CHECK(moving.answer_at(kAda).status == 200);
  session_in(moving.answer_at(kNew));
  CHECK(user_of(moving.world, moving.ada)["email"] == kNew);
}

TEST_CASE("an address that is somebody's is not taken", "[gotrue][mails]") {
  Moving moving;
  moving.begin();
  CHECK(moving.answer_at(kAda).status == 200);
  moving.world.control("PUT", "oddities", {{"emailConfirmation", false}});
  const GotrueClient eve = sign_up(moving.world, kNew);
  const Answer late = moving.answer_at(kNew);
  CHECK(late.status == 422);
  CHECK(code_of(late) == "email_exists");
  CHECK(user_of(moving.world, moving.ada)["email"] == kAda);
  CHECK(session_in(sign_in(moving.world, kNew)).user_id == eve.user_id);
  moving.world.advance_ms(60'000);
  CHECK(code_of(moving.move_to(kNew)) == "email_exists");
}

TEST_CASE("what was sent to the old address opens nothing after the change", "[gotrue][mails]") {
  Moving moving;
  ask_for_code(moving.world, kAda);
  const Json old = last_mail(moving.world, kAda, "magiclink");
  moving.begin();
  moving.answer_at(kAda);
  moving.answer_at(kNew);
  CHECK(code_of(verify_token(moving.world, old["tokenHash"], "magiclink")) == "otp_expired");
  CHECK(code_of(verify_code(moving.world, kAda, old["code"])) == "otp_expired");
}

TEST_CASE("a new password ends a change that another one may have begun", "[gotrue][mails][B15]") {
  Moving moving;
  moving.world.control("PUT", "oddities", {{"secureEmailChange", false}});
  moving.begin("eve@example.com");
  gotrue_call(moving.world, {}, "POST", "/recover", {{"email", kAda}});
  const GotrueClient ada = session_in(verify_code(
      moving.world, kAda, last_mail(moving.world, kAda, "recovery")["code"], "recovery"));
  CHECK(gotrue_call(moving.world, ada, "PUT", "/user", {{"password", "another good one"}}).status ==
        200);
  CHECK(code_of(moving.answer_at("eve@example.com")) == "otp_expired");
  CHECK_FALSE(user_of(moving.world, ada).contains("new_email"));
}

TEST_CASE("the mails of a pending change come once more", "[gotrue][mails]") {
  Moving moving;
  moving.begin();
  moving.world.advance_ms(60'000);
  const Json wish = {{"type", "email_change"}, {"email", kAda}};
  CHECK(gotrue_call(moving.world, {}, "POST", "/resend", wish).json() == Json::object());
  CHECK(mails_to(moving.world, kNew) == 2);
  moving.answer_at(kAda);
  session_in(moving.answer_at(kNew));
  CHECK(user_of(moving.world, moving.ada)["email"] == kNew);
}

TEST_CASE("an anonymous account gets an address, at once or by a mail", "[gotrue][mails]") {
  World world;
  const GotrueClient client = sign_up_anonymously(world);
  const bool confirms = GENERATE(false, true);
  world.control("PUT", "oddities", {{"emailConfirmation", confirms}});
  const Json user = gotrue_call(world, client, "PUT", "/user", {{"email", kAda}}).json();
  CHECK(user["email"] == (confirms ? "" : kAda));
  CHECK(user["is_anonymous"] == confirms);
  if (!confirms) return;
  const Json mail = last_mail(world, kAda);
  CHECK(mail["kind"] == "email_change_new");
  const GotrueClient known = session_in(verify_code(world, kAda, mail["code"], "email_change"));
  CHECK(known.user_id == client.user_id);
  CHECK(user_of(world, known)["is_anonymous"] == false);
}
