// How often codes may be made and guessed, and that wrong ones all sound alike (B4, B5, B8).
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdio>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

constexpr std::int64_t kMinute = 60 * 1000;

// What a client can see of an answer, but for what may differ.
std::string visible(const Answer& answer) {
  Json body = answer.json();
  body.erase("requestId");
  std::string text = std::to_string(answer.status) + " " + body.dump();
  for (const auto& [name, value] : answer.headers) {
    if (name != "date") text += "\n" + name + ": " + value;
  }
  return text;
}

}  // namespace

TEST_CASE("ten codes an hour", "[limits][B4]") {
  World world;
  const std::string user = world.add_clerk_user();
  Client web = world.web_of(user);
  for (int index = 0; index < 10; ++index)
    CHECK(world.issue(web).status == 201);
  const Answer refused = world.issue(web);
  CHECK(refused.status == 429);
  CHECK(refused.error() == "rate_limited");
  const int wait = std::stoi(refused.header("retry-after"));
  CHECK(wait > 3500);
  CHECK(wait <= 3600);
  CHECK(world.count_audit("limited") == 1);
  world.advance_ms(60 * kMinute + 1000);
  world.control("POST", "clerk/sessions", {{"userId", user}});
  web.token = world.clerk_token(user);
  CHECK(world.issue(web).status == 201);
}

TEST_CASE("five failures in ten minutes, and the right code does not help", "[limits][B5]") {
  World world;
  const Client mini = world.mini_program();
  for (int index = 0; index < 5; ++index)
    CHECK(world.redeem(mini, "BBBBB-BBBBB").status == 400);
  const std::string code = world.issue(world.web()).json()["bindCode"];
  const Answer refused = world.redeem(mini, code);
  CHECK(refused.status == 429);
  CHECK_FALSE(refused.header("retry-after").empty());
  // The budget is the guesser's, not the code owner's (T12).
  CHECK(world.redeem(world.mini_program(), code).status == 202);
}

TEST_CASE("malformed codes count, too", "[limits][B5]") {
  World world;
  const Client mini = world.mini_program();
  for (int index = 0; index < 5; ++index)
    CHECK(world.redeem(mini, "vowels: AEIOU").error() == "bind_code_invalid");
  CHECK(world.redeem(mini, "BBBBB-BBBBB").status == 429);
}

TEST_CASE("twenty failures a day", "[limits][B5]") {
  World world;
  const std::string person = world.add_wechat_person();
  for (int round = 0; round < 4; ++round) {
    const Client mini = world.mini_program_of(person);
    for (int index = 0; index < 5; ++index)
      CHECK(world.redeem(mini, "BBBBB-BBBBB").status == 400);
    world.advance_ms(10 * kMinute + 1000);
  }
  const Answer refused = world.redeem(world.mini_program_of(person), "BBBBB-BBBBB");
  CHECK(refused.status == 429);
  CHECK(std::stoi(refused.header("retry-after")) > 20 * 3600);
}

TEST_CASE("thirty failures of one address in five minutes", "[limits][B5]") {
  World world;
  for (int person = 0; person < 6; ++person) {
    const Client mini = world.mini_program();
    for (int index = 0; index < 5; ++index)
      CHECK(world.redeem(mini, "BBBBB-BBBBB").status == 400);
  }
  CHECK(world.redeem(world.mini_program(), "BBBBB-BBBBB").status == 429);
  world.advance_ms(5 * kMinute + 1000);
  CHECK(world.redeem(world.mini_program(), "BBBBB-BBBBB").status == 400);
}

TEST_CASE("limits can be off", "[limits]") {
  hufu::mock::MockConfig config;
  config.limits = false;
  World world(config);
  const Client mini = world.mini_program();
  for (int index = 0; index < 40; ++index)
    CHECK(world.redeem(mini, "BBBBB-BBBBB").status == 400);
}

TEST_CASE("unknown, expired, used, foreign and misspelt codes answer alike", "[limits][B8]") {
  hufu::mock::MockConfig config;
  config.limits = false;
  World world(config);
  const Client web = world.web();
  const Client mini = world.mini_program();
  const std::string user = world.add_clerk_user();

  const std::string expired_code = world.issue(world.web_of(user)).json()["bindCode"];
  world.advance_ms(5 * kMinute);
  const Client guesser = world.mini_program();
  const std::string used_code = world.issue(mini).json()["bindCode"];
  Client first{"web", world.clerk_token(world.add_clerk_user()), "", ""};
  REQUIRE(world.redeem(first, used_code).status == 202);
  const std::string foreign_code = world.issue(mini).json()["bindCode"];  // meant for a web user
  const std::string replaced_code =
      world.issue(Client{"web", world.clerk_token(user), "", ""}).json()["bindCode"];
  world.issue(Client{"web", world.clerk_token(user), "", ""});

  const std::string unknown = visible(world.redeem(guesser, "BCDFG-HJKLM"));
  CHECK(unknown.starts_with("400 "));
  CHECK(visible(world.redeem(guesser, expired_code)) == unknown);
  CHECK(visible(world.redeem(guesser, used_code)) == unknown);
  CHECK(visible(world.redeem(guesser, foreign_code)) == unknown);
  CHECK(visible(world.redeem(guesser, replaced_code)) == unknown);
  CHECK(visible(world.redeem(guesser, "AEIOU-12345")) == unknown);
  CHECK(visible(world.redeem(guesser, "AAAAAAAAAAAAAAAAAAAAAA")) == unknown);
}

TEST_CASE("the database holds no code", "[limits][V11]") {
  const std::string file = "/tmp/hufu-mock-codes-" + std::to_string(::getpid()) + ".db";
  std::string code;
  std::string qr;
  std::string refresh;
  {
    hufu::mock::MockConfig config;
    config.database_url = "sqlite://" + file;
    World world(config);
    const Json issued = world.issue(world.web()).json();
    code = issued["bindCode"];
    qr = issued["qr"];
    refresh = world.mini_program().refresh;
  }
  std::string content;
  for (const char* suffix : {"", "-wal"}) {
    if (FILE* stream = std::fopen((file + suffix).c_str(), "rb")) {
      char block[65536];
      for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, stream)) > 0;)
        content.append(block, got);
      std::fclose(stream);
    }
  }
  CHECK(content.find("bindings") != std::string::npos);
  for (const std::string& secret : {code, code.substr(0, 5) + code.substr(6), qr, refresh,
                                    refresh.substr(refresh.rfind('.') + 1)}) {
    CHECK(content.find(secret) == std::string::npos);
  }
  for (const char* suffix : {"", "-wal", "-shm", ".keys"})
    std::remove((file + suffix).c_str());
}
