// A nonce for who signed in long ago and changes how they sign in.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/mailbox.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr int kMinuteMs = 60'000;
constexpr int kDayMs = 24 * 60 * kMinuteMs;

struct Settled {
  Answer change(const Json& wish) { return gotrue_call(world, ada, "PUT", "/user", wish); }
  std::string nonce() {
    const Answer answer = gotrue_call(world, ada, "GET", "/reauthenticate");
    INFO(answer.text);
    REQUIRE(answer.json() == Json::object());
    const Json mail = last_mail(world, kAda, "reauthentication");
    CHECK(mail["link"] == "");
    return mail["code"];
  }
  void stay_ms(int by_ms) {
    world.advance_ms(by_ms);
    renew(world, ada);
  }

  World world;
  GotrueClient ada = sign_up(world, kAda);
};

}  // namespace

TEST_CASE("a nonce stands for a fresh sign-in, once", "[gotrue][mails][B6]") {
  Settled settled;
  settled.stay_ms(11 * kMinuteMs);
  const Json wish = {{"password", "another good one"}};
  CHECK(code_of(settled.change(wish)) == "reauthentication_needed");
  const std::string nonce = settled.nonce();
  const auto with = [&](const std::string& code) {
    return settled.change({{"password", "another good one"}, {"nonce", code}});
  };
  const Answer wrong = with(wrong_code(nonce));
  CHECK(wrong.status == 422);
  CHECK(code_of(wrong) == "reauthentication_not_valid");
  CHECK(with(nonce).status == 200);
  CHECK(code_of(settled.change({{"password", "yet another one"}, {"nonce", nonce}})) ==
        "reauthentication_not_valid");
  session_in(sign_in(settled.world, kAda, "another good one"));
}

TEST_CASE("a nonce dies of ten wrong guesses, too", "[gotrue][mails][guesses]") {
  Settled settled;
  settled.stay_ms(11 * kMinuteMs);
  const std::string nonce = settled.nonce();
  const auto move_with = [&](const std::string& code) {
    return code_of(settled.change({{"email", "b@example.com"}, {"nonce", code}}));
  };
  for (int count = 0; count < 10; ++count)
    CHECK(move_with(wrong_code(nonce)) == "reauthentication_not_valid");
  CHECK(move_with(nonce) == "reauthentication_not_valid");
}

TEST_CASE("as the real server with its secure password change: after a day, for a password",
          "[gotrue][mails]") {
  Settled settled;
  settled.world.control("PUT", "oddities", {{"reauthentication", "day"}});
  settled.stay_ms(kDayMs - kMinuteMs);
  CHECK(settled.change({{"password", "another good one"}}).status == 200);
  settled.stay_ms(kMinuteMs);
  const Answer late = settled.change({{"password", "yet another one"}});
  CHECK(late.status == 400);
  CHECK(late.json()["message"] == "Password update requires reauthentication");
  CHECK(settled.change({{"email", "b@example.com"}}).status == 200);
  const std::string nonce = settled.nonce();
  CHECK(settled.change({{"password", "yet another one"}, {"nonce", nonce}}).status == 200);
}

TEST_CASE("as the real server comes: never", "[gotrue][mails]") {
  Settled settled;
  settled.world.control("PUT", "oddities", {{"reauthentication", "never"}});
  settled.stay_ms(2 * kDayMs);
  CHECK(settled.change({{"password", "another good one"}}).status == 200);
}

TEST_CASE("who has no address gets no nonce", "[gotrue][mails]") {
  World world;
  const GotrueClient nobody = sign_up_anonymously(world);
  const Answer answer = gotrue_call(world, nobody, "GET", "/reauthenticate");
  CHECK(answer.status == 422);
  CHECK(answer.json()["message"] ==
        "Reauthentication requires the user to have an email or a phone number");
  CHECK(gotrue_call(world, {}, "GET", "/reauthenticate").status == 401);
}
