// Phones: sign-up, sign-in by text message, another number; and off unless they are wanted.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "gotrue/mailbox.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kPhone = "+86 138 0013 8000";
constexpr const char* kDigits = "8613800138000";
constexpr const char* kOther = "8613900139000";

struct Telephones {
  Telephones() { world.control("PUT", "oddities", {{"phoneSignIns", true}}); }

  Answer verify(const std::string& phone, const std::string& code,
                const std::string& type = "sms") {
    return gotrue_call(world, {}, "POST", "/verify",
                       {{"phone", phone}, {"token", code}, {"type", type}});
  }
  GotrueClient sign_in_by_code() {
    const Answer answer = gotrue_call(world, {}, "POST", "/otp", {{"phone", kPhone}});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return session_in(verify(kPhone, last_mail(world, kDigits)["code"]));
  }

  World world;
};

}  // namespace

TEST_CASE("a text message signs in, and makes an account the first time", "[gotrue][phone]") {
  Telephones telephones;
  const GotrueClient first = telephones.sign_in_by_code();
  const Json user = user_of(telephones.world, first);
  CHECK(user["phone"] == kDigits);
  CHECK(user["email"] == "");
  CHECK(user["app_metadata"]["provider"] == "phone");
  CHECK(user.contains("phone_confirmed_at"));
  telephones.world.advance_ms(60'000);
  CHECK(telephones.sign_in_by_code().user_id == first.user_id);
  const Json message = last_mail(telephones.world, kPhone);
  CHECK(message["channel"] == "sms");
  CHECK(message["link"] == "");
  CHECK(message["text"].get<std::string>().find(message["code"].get<std::string>()) !=
        std::string::npos);
}

TEST_CASE("a number and a password", "[gotrue][phone]") {
  Telephones telephones;
  World& world = telephones.world;
  const Json wish = {{"phone", kPhone}, {"password", kPassword}};
  const auto sign_in_with = [&](const Json& body) {
    return gotrue_call(world, {}, "POST", "/token?grant_type=password", body);
  };
  const Answer signed_up = gotrue_call(world, {}, "POST", "/signup", wish);
  REQUIRE(signed_up.status == 200);
  CHECK_FALSE(signed_up.json().contains("access_token"));
  CHECK(code_of(sign_in_with(wish)) == "phone_not_confirmed");
  const GotrueClient client =
      session_in(telephones.verify(kPhone, last_mail(world, kDigits)["code"]));
  CHECK(session_in(sign_in_with(wish)).user_id == client.user_id);
  CHECK(code_of(sign_in_with({{"phone", kPhone}, {"password", "wrong"}})) == "invalid_credentials");
  world.advance_ms(60'000);
  const Json made_up = gotrue_call(world, {}, "POST", "/signup", wish).json();
  CHECK(made_up["id"] != client.user_id);
  CHECK(made_up["phone"] == kDigits);
}

TEST_CASE("where numbers need no confirmation a sign-up is a session", "[gotrue][phone]") {
  Telephones telephones;
  telephones.world.control("PUT", "oddities", {{"phoneConfirmation", false}});
  const Json wish = {{"phone", kPhone}, {"password", kPassword}};
  const GotrueClient client =
      session_in(gotrue_call(telephones.world, {}, "POST", "/signup", wish));
  CHECK(user_of(telephones.world, client)["phone"] == kDigits);
  CHECK(mails_to(telephones.world, kDigits) == 0);
  CHECK(code_of(gotrue_call(telephones.world, {}, "POST", "/signup", wish)) ==
        "user_already_exists");
}

TEST_CASE("another number is the account's when its code was typed", "[gotrue][phone]") {
  Telephones telephones;
  World& world = telephones.world;
  const GotrueClient client = telephones.sign_in_by_code();
  const auto change = [&] {
    return gotrue_call(world, client, "PUT", "/user", {{"phone", kOther}});
  };
  CHECK(change().json()["phone"] == kDigits);
  CHECK(code_of(change()) == "over_sms_send_rate_limit");
  const Json message = last_mail(world, kOther);
  CHECK(message["kind"] == "phone_change");
  CHECK(telephones.verify(kOther, wrong_code(message["code"]), "phone_change").status == 403);
  session_in(telephones.verify(kOther, message["code"], "phone_change"));
  CHECK(user_of(world, client)["phone"] == kOther);
}

TEST_CASE("an e-mail account gets a number, and somebody else's is refused", "[gotrue][phone]") {
  Telephones telephones;
  World& world = telephones.world;
  telephones.sign_in_by_code();
  const GotrueClient ada = sign_up(world, "ada@example.com");
  const auto change = [&](const std::string& phone) {
    return gotrue_call(world, ada, "PUT", "/user", {{"phone", phone}});
  };
  CHECK(code_of(change(kPhone)) == "phone_exists");
  REQUIRE(change(kOther).status == 200);
  session_in(telephones.verify(kOther, last_mail(world, kOther)["code"], "phone_change"));
  CHECK(session_in(gotrue_call(world, {}, "POST", "/token?grant_type=password",
                               {{"phone", kOther}, {"password", kPassword}}))
            .user_id == ada.user_id);
}

TEST_CASE("a text message opens a number without the password of whoever came before",
          "[gotrue][phone][B15]") {
  Telephones telephones;
  World& world = telephones.world;
  const auto sign_in_with = [&](const std::string& password) {
    return gotrue_call(world, {}, "POST", "/token?grant_type=password",
                       {{"phone", kPhone}, {"password", password}});
  };
  const Json eves = {{"phone", kPhone}, {"password", "eve's own password"}};
  REQUIRE(gotrue_call(world, {}, "POST", "/signup", eves).status == 200);
  world.advance_ms(60'000);
  const GotrueClient ada = telephones.sign_in_by_code();
  CHECK(code_of(sign_in_with("eve's own password")) == "invalid_credentials");
  // What the owner has chosen stays, whatever messages come.
  REQUIRE(gotrue_call(world, ada, "PUT", "/user", {{"password", kPassword}}).status == 200);
  world.advance_ms(60'000);
  telephones.sign_in_by_code();
  CHECK(session_in(sign_in_with(kPassword)).user_id == ada.user_id);
}

TEST_CASE("of two passwords of a number that nobody has proved neither opens it",
          "[gotrue][phone][B15]") {
  Telephones telephones;
  World& world = telephones.world;
  const std::string again = GENERATE("eve's own password", kPassword);
  const Json eves = {{"phone", kPhone}, {"password", "eve's own password"}};
  const Json second = {{"phone", kPhone}, {"password", again}};
  for (const Json& wish : {eves, second}) {
    REQUIRE(gotrue_call(world, {}, "POST", "/signup", wish).status == 200);
    world.advance_ms(60'000);
  }
  session_in(telephones.verify(kPhone, last_mail(world, kDigits)["code"]));
  const std::string expected = again == kPassword ? "invalid_credentials" : "";
  for (const Json& wish : {eves, second}) {
    CHECK(code_of(gotrue_call(world, {}, "POST", "/token?grant_type=password", wish)) == expected);
  }
}

TEST_CASE("no change of address goes on that began before the account was its owner's",
          "[gotrue][phone][mails][B15]") {
  constexpr const char* kEves = "eve@example.com";
  Telephones telephones;
  World& world = telephones.world;
  world.control("PUT", "oddities", {{"emailConfirmation", true}});
  const GotrueClient server{world.control("GET", "gotrue/keys")["serviceRoleKey"], "", ""};
  const GotrueClient client = telephones.sign_in_by_code();
  const Json change = {{"phone", kOther}, {"email", kEves}};
  REQUIRE(gotrue_call(world, client, "PUT", "/user", change).status == 200);
  const std::string by_phone = last_mail(world, kOther)["code"];
  const std::string by_mail = last_mail(world, kEves)["code"];
  const auto by_server = [&](const Json& wish) {
    REQUIRE(gotrue_call(world, server, "PUT", "/admin/users/" + client.user_id, wish).status ==
            200);
  };
  const Json new_password = {{"password", "another good one"}};
  SECTION("the person has chosen another password") {
    REQUIRE(gotrue_call(world, client, "PUT", "/user", new_password).status == 200);
  }
  SECTION("the application's server has") { by_server(new_password); }
  SECTION("the owner of the address has proved it") {
    by_server({{"email", kAda}});
    gotrue_call(world, {}, "POST", "/recover", {{"email", kAda}});
    session_in(verify_code(world, kAda, last_mail(world, kAda, "recovery")["code"], "recovery"));
  }
  CHECK(code_of(telephones.verify(kOther, by_phone, "phone_change")) == "otp_expired");
  CHECK(code_of(verify_code(world, kEves, by_mail, "email_change")) == "otp_expired");
}

TEST_CASE("codes of text messages have their pause and their cap", "[gotrue][phone]") {
  Telephones telephones;
  World& world = telephones.world;
  const auto ask = [&] { return gotrue_call(world, {}, "POST", "/otp", {{"phone", kPhone}}); };
  REQUIRE(ask().status == 200);
  CHECK(code_of(ask()) == "over_sms_send_rate_limit");
  const std::string code = last_mail(world, kDigits)["code"];
  for (int count = 0; count < 10; ++count)
    CHECK(code_of(telephones.verify(kPhone, wrong_code(code))) == "otp_expired");
  CHECK(code_of(telephones.verify(kPhone, code)) == "otp_expired");
  world.advance_ms(60'000);
  const Json wish = {{"type", "sms"}, {"phone", kPhone}};
  CHECK(gotrue_call(world, {}, "POST", "/resend", wish).json() == Json::object());
  session_in(telephones.verify(kPhone, last_mail(world, kDigits)["code"]));
}

TEST_CASE("a phone is reached by text message alone", "[gotrue][phone]") {
  Telephones telephones;
  const Json wish = {{"phone", kPhone}, {"channel", "whatsapp"}};
  CHECK(code_of(gotrue_call(telephones.world, {}, "POST", "/otp", wish)) == "validation_failed");
}

TEST_CASE("phones are off unless they are wanted", "[gotrue][phone]") {
  World world;
  const Json wish = {{"phone", kPhone}, {"password", kPassword}, {"type", "sms"}};
  for (const char* path : {"/otp", "/signup", "/resend", "/token?grant_type=password"})
    CHECK(code_of(gotrue_call(world, {}, "POST", path, wish)) == "phone_provider_disabled");
}
