// Many at once with one code of a second factor, and with many wrong ones.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <mutex>

#include "gotrue/authenticator.h"
#include "support/in_parallel.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

/// How often each answer came: its code, "ok" for a session.
std::map<std::string, int> answers_to(World& world, const GotrueClient& client,
                                      const std::string& factor_id,
                                      const std::vector<std::string>& challenges,
                                      const std::vector<std::string>& codes) {
  std::mutex mutex;
  std::map<std::string, int> seen;
  in_parallel(static_cast<int>(codes.size()), [&](int index) {
    const auto at = static_cast<std::size_t>(index);
    HttpCaller caller(world.port());
    const Json body = {{"challenge_id", challenges[at % challenges.size()]}, {"code", codes[at]}};
    const Answer answer = caller.call("POST", "/auth/v1/factors/" + factor_id + "/verify",
                                      {{"Authorization", "Bearer " + client.token},
                                       {"Content-Type", "application/json"},
                                       {"X-Supabase-Api-Version", "2024-01-01"}},
                                      body.dump());
    const std::lock_guard lock(mutex);
    ++seen[answer.status == 200 ? "ok" : code_of(answer)];
  });
  return seen;
}

}  // namespace

TEST_CASE("of many that bring one code one gets in", "[gotrue][factor]") {
  MockConfig config;
  config.limits = false;
  World world(config);
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Authenticator authenticator = enroll(world, client);
  std::vector<std::string> challenges;
  for (int number = 0; number < 20; ++number)
    challenges.push_back(challenge(world, client, authenticator.factor_id));
  auto seen = answers_to(world, client, authenticator.factor_id, challenges,
                         std::vector<std::string>(20, authenticator.code(world)));
  CHECK(seen["ok"] == 1);
  CHECK(seen["mfa_verification_failed"] == 19);
}

TEST_CASE("guesses at once are no more than one after another", "[gotrue][factor]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Authenticator authenticator = enroll(world, client);
  const std::string asked = challenge(world, client, authenticator.factor_id);
  std::vector<std::string> wrong;
  for (int number = 0; wrong.size() < 50; ++number) {
    const std::string guess = std::to_string(1'000'000 + number).substr(1);
    bool is_right = false;
    for (const int steps : {-1, 0, 1, 2})
      is_right = is_right || authenticator.code(world, steps) == guess;
    if (!is_right) wrong.push_back(guess);
  }
  auto seen = answers_to(world, client, authenticator.factor_id, {asked}, wrong);
  CHECK(seen["mfa_verification_failed"] == 10);
  CHECK(seen["over_request_rate_limit"] == 40);
}
