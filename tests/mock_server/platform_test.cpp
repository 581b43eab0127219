// X-Platform: nothing falls through (V7).
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

struct Call {
  std::string method;
  std::string path;
};

// Every route of the unified backend but the two that a browser fetches by itself.
std::vector<Call> unified_calls(World& world) {
  std::vector<Call> calls;
  const Json listed = world.control("GET", "routes");
  for (const Json& route : listed["routes"]) {
    std::string path = route["route"];
    if (!path.starts_with("/api/") && !path.starts_with("/oauth/")) continue;
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      path.replace(open, path.find('}') - open + 1, "x");
    }
    calls.push_back({route["method"], path});
  }
  return calls;
}

class HeaderSets {
 public:
  explicit HeaderSets(const Client& client) : client_(client) {}

  // X-Platform never is what the token says; everything else varies.
  Fields next() {
    Fields fields;
    switch (pick(6)) {
      case 0: break;
      case 1: fields.emplace_back("X-Platform", ""); break;
      case 2: fields.emplace_back(pick(2) ? "x-platform" : "X-PLATFORM", random_word()); break;
      case 3:
        fields.emplace_back("X-Platform", std::string("Miniprogram, web").substr(pick(8)));
        break;
      case 4:
        fields.emplace_back("X-Platform", "miniprogram");
        fields.emplace_back("X-Platform", pick(2) ? "miniprogram" : "web");
        break;
      case 5:
        fields.emplace_back("X-Platform", pick(2) ? "web" : pick(2) ? "desktop" : "server");
        break;
    }
    if (pick(4) != 0) fields.emplace_back("Authorization", "Bearer " + client_.token);
    if (pick(3) == 0) fields.emplace_back("X-Platform-Override", "miniprogram");
    return fields;
  }

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }

  std::string random_word() {
    std::string word;
    for (std::size_t length = pick(12) + 1; word.size() < length;)
      word += static_cast<char>(33 + pick(94));
    return word;
  }

  const Client& client_;
  std::mt19937 random_{20260101};
};

}  // namespace

TEST_CASE("10,000 header sets without the right platform reach no handler", "[platform][V7]") {
  World world;
  const Client client = world.mini_program();
  const std::vector<Call> calls = unified_calls(world);
  REQUIRE(calls.size() >= 20);
  HeaderSets sets(client);
  int wrong = 0;
  for (int index = 0; index < 10'000; ++index) {
    const Call& call = calls[static_cast<std::size_t>(index) % calls.size()];
    const Fields fields = sets.next();
    // Sign-in, refresh and the device's side need no token, so a known platform is enough to be let
    // in there.
    const bool is_open = call.path.ends_with("/login") || call.path.ends_with("/refresh") ||
                         call.path.starts_with("/oauth/");
    const Answer answer = world.call(call.method, call.path, fields);
    const bool refused =
        answer.status == 401 ||
        (answer.status == 400 && (answer.error() == "invalid_platform" || is_open));
    if (!refused && ++wrong < 10)
      FAIL_CHECK(call.method << " " << call.path << " answered " << answer.status << " "
                             << answer.text);
  }
  CHECK(wrong == 0);
  const Json audit = world.control("GET", "audit");
  for (const Json& entry : audit["entries"])
    CHECK(entry["event"] == "signed_in");
}

TEST_CASE("a Clerk token is for web, desktop and server, never for a mini-program", "[platform]") {
  World world;
  Client client = world.web();
  for (const char* platform : {"web", "desktop", "server"}) {
    client.platform = platform;
    CHECK(world.call_as(client, "GET", "/api/user/profile").json()["platform"] == platform);
  }
  client.platform = "miniprogram";
  const Answer refused = world.call_as(client, "GET", "/api/user/profile");
  CHECK(refused.status == 401);
  CHECK(refused.error() == "invalid_token");
}

TEST_CASE("our tokens are for the platform they were made for", "[platform]") {
  World world;
  const std::string code = world.login_code(world.add_wechat_person());
  const Json body = world.sign_in(code, "desktop").json();
  Client client{"desktop", body["token"], "", ""};
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 200);
  client.platform = "miniprogram";
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 401);
}
