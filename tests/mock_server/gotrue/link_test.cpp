// Links of mails in a browser: where they lead, once.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "gotrue/mailbox.h"
#include "http/message.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kPrivate = "http://localhost:3000/private";
const Json kPkce = {{"code_challenge", kChallenge}, {"code_challenge_method", "s256"}};

Json mail_with(World& world, const Json& more = Json::object(),
               const std::string& redirect_to = kPrivate) {
  sign_up(world, kAda);
  Json body = {{"email", kAda}};
  body.update(more);
  const Answer answer =
      gotrue_call(world, {}, "POST", "/otp?redirect_to=" + encode_percent(redirect_to), body);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return last_mail(world, kAda);
}

}  // namespace

TEST_CASE("a link leads to the application with a session, once", "[gotrue][mails][links]") {
  World world;
  const std::string link = mail_with(world)["link"];
  CHECK(link.find("/auth/v1/verify?token=") != std::string::npos);
  CHECK(link.ends_with(std::string("&type=magiclink&redirect_to=") + kPrivate));
  const std::string landed = follow(world, link);
  CHECK(landed.starts_with(std::string(kPrivate) + "#"));
  CHECK(fragment_of(landed, "token_type") == "bearer");
  CHECK(fragment_of(landed, "type") == "magiclink");
  const GotrueClient client = {fragment_of(landed, "access_token"),
                               fragment_of(landed, "refresh_token"), ""};
  CHECK(user_of(world, client)["email"] == kAda);
  const std::string again = follow(world, link);
  CHECK(again.starts_with(std::string(kPrivate) + "#error=access_denied"));
  CHECK(fragment_of(again, "error_code") == "otp_expired");
  CHECK(fragment_of(again, "error_description") == "Email link is invalid or has expired");
  CHECK(parameter_of(again, "error_code").empty());
}

TEST_CASE("with PKCE a link leads on with a code for the browser that asked",
          "[gotrue][mails][links]") {
  World world;
  const Json mail = mail_with(world, kPkce);
  CHECK(mail["tokenHash"].get<std::string>().starts_with("pkce_"));
  const std::string landed = follow(world, mail["link"]);
  const std::string code = parameter_of(landed, "code");
  CHECK(fragment_of(landed, "access_token").empty());
  SECTION("which has the verifier") {
    const std::string other(43, 'x');
    CHECK(code_of(redeem(world, code, other)) == "bad_code_verifier");
    CHECK(user_of(world, session_in(redeem(world, code)))["email"] == kAda);
  }
  SECTION("and that is over when the code comes twice") {
    const GotrueClient client = session_in(redeem(world, code));
    CHECK(code_of(redeem(world, code)) == "flow_state_not_found");
    CHECK(code_of(refresh(world, client)) == "session_not_found");
  }
  SECTION("and the link opened in a second tab says so in query and fragment") {
    const std::string again = follow(world, mail["link"]);
    CHECK(parameter_of(again, "error_code") == "otp_expired");
    CHECK(fragment_of(again, "error_code") == "otp_expired");
  }
  SECTION("and not to who was banned meanwhile") {
    const std::string user_id = session_in(sign_in(world, kAda)).user_id;
    world.control("POST", "users/" + user_id + "/ban");
    CHECK(redeem(world, code).status >= 400);
  }
}

TEST_CASE("a link goes to the site where another address is not allowed",
          "[gotrue][mails][links]") {
  World world;
  const Json mail = mail_with(world, Json::object(), "https://evil.example/");
  CHECK(mail["link"].get<std::string>().find("evil") == std::string::npos);
  std::string forged = mail["link"];
  forged.replace(forged.find("redirect_to="), std::string::npos,
                 "redirect_to=https://evil.example/");
  CHECK(follow(world, forged).find("evil") == std::string::npos);
}

TEST_CASE("a link of another kind, of nobody or too old opens nothing", "[gotrue][mails][links]") {
  World world;
  const std::string link = mail_with(world)["link"];
  const auto with_type = [&](const std::string& type) {
    std::string changed = link;
    changed.replace(changed.find("type=magiclink"), 14, "type=" + type);
    return fragment_of(follow(world, changed), "error_code");
  };
  CHECK(with_type("signup") == "otp_expired");
  CHECK(with_type("sms") == "validation_failed");
  CHECK(fragment_of(follow(world, world.url() + "/auth/v1/verify?token=abc&type=signup"),
                    "error_code") == "otp_expired");
  CHECK(world.call("GET", "/auth/v1/verify?type=signup", {}).status == 400);
  world.advance_ms(3600 * 1000);
  CHECK(fragment_of(follow(world, link), "error_code") == "otp_expired");
}

TEST_CASE("a template may lead to the application's own page", "[gotrue][mails][links]") {
  World world;
  world.control("PUT", "oddities", {{"mailTemplate", "confirm-page"}});
  const Json mail = mail_with(world);
  CHECK(mail["link"] ==
        "http://localhost:3000/auth/confirm?token_hash=" + mail["tokenHash"].get<std::string>() +
            "&type=magiclink&next=" + encode_percent(kPrivate));
  session_in(verify_token(world, mail["tokenHash"], "magiclink"));
}

TEST_CASE("whoever answers the mail has the account without whoever came before them",
          "[gotrue][mails][B15]") {
  World world;
  world.control("PUT", "oddities", {{"emailConfirmation", true}});
  const Json eves = {{"email", kAda}, {"password", "eve's own password"}};
  CHECK(gotrue_call(world, {}, "POST", "/signup", eves).status == 200);
  ask_for_code(world, kAda);
  const GotrueClient ada = session_in(verify_code(world, kAda, last_mail(world, kAda)["code"]));
  CHECK(user_of(world, ada)["email"] == kAda);
  CHECK(code_of(sign_in(world, kAda, "eve's own password")) == "invalid_credentials");
}

TEST_CASE("of two passwords of an address that nobody has proved neither opens it",
          "[gotrue][mails][B15][V9]") {
  World world;
  world.control("PUT", "oddities", {{"emailConfirmation", true}});
  const std::string eves = "eve's own password";
  const std::string again = GENERATE_COPY(eves, std::string(kPassword));
  // Nor does either come back by being said once more.
  for (const std::string& password : {eves, again, eves}) {
    const Json wish = {{"email", kAda}, {"password", password}};
    REQUIRE(gotrue_call(world, {}, "POST", "/signup", wish).status == 200);
    world.advance_ms(60'000);
  }
  session_in(verify_code(world, kAda, last_mail(world, kAda)["code"], "signup"));
  const std::string expected = again == eves ? "" : "invalid_credentials";
  for (const std::string& password : {eves, again})
    CHECK(code_of(sign_in(world, kAda, password)) == expected);
}
