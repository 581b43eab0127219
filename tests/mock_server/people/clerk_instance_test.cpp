// The publishable key names the Clerk instance: then that one is asked, or the start says what is
// missing.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>

#include "mock_settings/mock_config.h"
#include "support/program.h"
#include "support/world.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

// base64 of "clean-mayfly-62.clerk.accounts.dev$"
const std::string kKey = "pk_test_Y2xlYW4tbWF5Zmx5LTYyLmNsZXJrLmFjY291bnRzLmRldiQ";

int start_with(const std::vector<std::string>& environment) {
  return Program({"--port", "0"}, environment).wait();
}

}  // namespace

TEST_CASE("a publishable key leads to its instance", "[program][clerk]") {
  ::setenv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", kKey.c_str(), 1);
  ::setenv("CLERK_SECRET_KEY", "sk_test_of_that_instance", 1);
  const char* arguments[] = {"hufu-mock-server"};
  const MockConfig config = read_config(1, arguments);
  const char* named[] = {"hufu-mock-server", "--clerk-issuer", "https://clerk.example.com"};
  const MockConfig other = read_config(3, named);
  ::unsetenv("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY");
  ::unsetenv("CLERK_SECRET_KEY");
  CHECK(config.clerk_issuer == "https://clean-mayfly-62.clerk.accounts.dev");
  CHECK(other.clerk_issuer == "https://clerk.example.com");
}

TEST_CASE("a publishable key alone, or one that is none, does not start", "[program][clerk]") {
  CHECK(start_with({"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=" + kKey}) == 2);
  for (const char* none : {"pk_test_...", "pk_test_", "sk_test_x", "pk_live_aGVsbG8"}) {
    INFO(none);
    CHECK(start_with({std::string("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=") + none,
                      "CLERK_SECRET_KEY=sk_test_x"}) == 2);
  }
}

TEST_CASE("the first profile of a Clerk user has their name", "[clerk]") {
  World world;
  const std::string id =
      world.add_clerk_user({{"firstName", "Ada"}, {"lastName", "L"}, {"email", "ada@example.com"}});
  const Client client{"web", world.clerk_token(id), "", ""};
  const Json profile = world.call_as(client, "GET", "/api/user/profile").json();
  CHECK(profile["nickname"] == "Ada L");
  CHECK(profile["email"] == "ada@example.com");
}

TEST_CASE("a slow Clerk holds nobody's profile up for long", "[clerk]") {
  World world;
  const Client client{"web", world.clerk_token(world.add_clerk_user()), "", ""};
  world.add_fault({{"route", "GET /clerk/v1/users/{user_id}"}, {"hang", true}});
  const auto begun = std::chrono::steady_clock::now();
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 200);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
}
