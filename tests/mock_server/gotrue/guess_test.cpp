// Wrong guesses: ten from anywhere, and the digits of a mail open nothing; its link lives on.
#include <atomic>
#include <catch2/catch_test_macros.hpp>

#include "gotrue/mailbox.h"
#include "support/in_parallel.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

MockConfig without_limits() {
  MockConfig config;
  config.limits = false;
  return config;
}

Json mail_for(World& world) {
  sign_up(world, kAda);
  ask_for_code(world, kAda);
  return last_mail(world, kAda);
}

void guess_wrongly(World& world, const Json& mail, int times) {
  for (int count = 0; count < times; ++count)
    CHECK(code_of(verify_code(world, kAda, wrong_code(mail["code"]))) == "otp_expired");
}

}  // namespace

TEST_CASE("nine wrong guesses leave the code as it is", "[gotrue][mails][guesses]") {
  World world;
  const Json mail = mail_for(world);
  guess_wrongly(world, mail, 9);
  session_in(verify_code(world, kAda, mail["code"]));
}

TEST_CASE("after ten wrong guesses the digits are dead, and the link lives on",
          "[gotrue][mails][guesses]") {
  World world;
  const Json mail = mail_for(world);
  guess_wrongly(world, mail, 10);
  CHECK(code_of(verify_code(world, kAda, mail["code"])) == "otp_expired");
  SECTION("for a program") { session_in(verify_token(world, mail["tokenHash"], "magiclink")); }
  SECTION("for a browser") {
    CHECK_FALSE(fragment_of(follow(world, mail["link"]), "access_token").empty());
  }
  SECTION("and the next mail has digits of its own") {
    world.advance_ms(60'000);
    ask_for_code(world, kAda);
    session_in(verify_code(world, kAda, last_mail(world, kAda)["code"]));
  }
}

TEST_CASE("the real server counts no guesses, and so does this one when it is asked to",
          "[gotrue][mails][guesses]") {
  World world;
  world.control("PUT", "oddities", {{"guessCap", false}});
  const Json mail = mail_for(world);
  guess_wrongly(world, mail, 15);
  session_in(verify_code(world, kAda, mail["code"]));
}

TEST_CASE("from one address come thirty wrong codes in five minutes", "[gotrue][mails][guesses]") {
  World world;
  const auto guess = [&] { return verify_code(world, "nobody@example.com", "123456"); };
  for (int count = 0; count < 30; ++count)
    CHECK(guess().status == 403);
  const Answer limited = guess();
  CHECK(limited.status == 429);
  CHECK(code_of(limited) == "over_request_rate_limit");
  world.advance_ms(5 * 60 * 1000);
  CHECK(guess().status == 403);
}

TEST_CASE("a hundred guesses at once, the right one among them: ten wrong ones are heard",
          "[gotrue][mails][guesses]") {
  World world(without_limits());
  for (const int place : {0, 5, 60, 99}) {
    const std::string email = "ada" + std::to_string(place) + "@example.com";
    sign_up(world, email);
    ask_for_code(world, email);
    const Json mail = last_mail(world, email);
    std::atomic<int> accepted = 0;
    std::atomic<int> refused = 0;
    in_parallel(100, [&](int index) {
      HttpCaller caller(world.port());
      const std::string code = mail["code"];
      const Json body = {
          {"email", email}, {"type", "email"}, {"token", index == place ? code : wrong_code(code)}};
      const Answer answer = caller.call("POST", "/auth/v1/verify",
                                        {{"Content-Type", "application/json"}}, body.dump());
      if (answer.status == 200) ++accepted;
      if (answer.status == 403) ++refused;
    });
    CHECK(accepted + refused == 100);
    CHECK(accepted <= 1);
    // Either the code came before the tenth wrong one, or the link is what is left.
    if (accepted == 0) session_in(verify_token(world, mail["tokenHash"], "magiclink"));
    if (accepted == 1) CHECK(verify_token(world, mail["tokenHash"], "magiclink").status == 403);
  }
}

TEST_CASE("a code that comes twice at once opens once", "[gotrue][mails][guesses]") {
  World world(without_limits());
  const Json mail = mail_for(world);
  std::atomic<int> accepted = 0;
  in_parallel(20, [&](int index) {
    HttpCaller caller(world.port());
    Json body = {{"type", "magiclink"}};
    if (index % 2 == 0) {
      body["token_hash"] = mail["tokenHash"];
    } else {
      body.update({{"email", kAda}, {"token", mail["code"]}});
    }
    const Answer answer =
        caller.call("POST", "/auth/v1/verify", {{"Content-Type", "application/json"}}, body.dump());
    if (answer.status == 200) ++accepted;
  });
  CHECK(accepted == 1);
}
