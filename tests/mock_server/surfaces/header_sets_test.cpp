// Random header sets on every route that wants a token (V7): nobody is let in, nothing happens.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <random>

#include "support/header_sets.h"
#include "support/world.h"

using namespace hufu::mock::test;

namespace {

struct Call {
  std::string method;
  std::string path;
  bool is_unified = false;
};

bool is_played(const std::string& path) {
  return path.starts_with("/_control/") || path.starts_with("/wechat/") ||
         path.starts_with("/clerk/");
}

bool wants_platform(const Json& operation) {
  for (const Json& parameter : operation.value("parameters", Json::array())) {
    if (parameter.value("$ref", "") == "#/components/parameters/Platform") return true;
  }
  return false;
}

// By the OpenAPI file, which the contract test holds to the routes that there are.
std::vector<Call> calls_with_a_token(World& world) {
  std::vector<Call> calls;
  const Json document = world.call("GET", "/openapi.json", {}).json();
  for (const auto& [pattern, item] : document["paths"].items()) {
    if (is_played(pattern)) continue;
    for (const auto& [method, operation] : item.items()) {
      if (operation.value("security", Json::array()).empty()) continue;
      Call call{method, pattern, wants_platform(operation)};
      for (char& letter : call.method)
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
      for (std::size_t open = call.path.find('{'); open != std::string::npos;
           open = call.path.find('{'))
        call.path.replace(open, call.path.find('}') - open + 1, "x");
      calls.push_back(call);
    }
  }
  return calls;
}

// Sign-ins and what browsers fetch by themselves; every other route of the unified backend wants a
// token.
bool is_open(const std::string& path) {
  return path == "/api/wechat/login" || path == "/api/auth/refresh" ||
         path == "/api/v1/auth/mini-login" || path == "/api/v3/signin-by-mobile" ||
         path == "/api/web-view-tickets/look" || path == "/api/web-view-tickets/redeem";
}

// Authing's older calls say no under HTTP 200.
bool says_no(const Answer& answer) {
  const Json body = Json::parse(answer.text, nullptr, false);
  if (answer.status != 200 || !body.is_object()) return false;
  return body.contains("errors") || (body.contains("code") && body["code"] != 200);
}

std::vector<std::string> spent_tokens(World& world) {
  const Client ended = world.mini_program();
  REQUIRE(world.call_as(ended, "POST", "/api/auth/logout").status == 204);
  Client reused = world.mini_program();
  const std::string grandparent = reused.refresh;
  world.renew(reused);
  world.renew(reused);
  REQUIRE(world.refresh_with(grandparent, reused.platform).status == 400);
  const Client old = world.mini_program();
  const std::string old_clerk = world.clerk_token(world.add_clerk_user());
  world.advance_ms(16 * 60 * 1000);
  World another;
  return {ended.token, reused.token, old.token, old_clerk,
          another.clerk_token(another.add_clerk_user())};
}

std::uint32_t seed() {
  const char* named = std::getenv("HUFU_TEST_SEED");
  return named != nullptr ? static_cast<std::uint32_t>(std::stoul(named)) : 1;
}

bool is_refusal(const Call& call, const Answer& answer) {
  if (answer.status == 401) return true;
  if (!call.is_unified) return answer.status == 400 || answer.status == 403 || says_no(answer);
  if (answer.status == 403) return answer.error() == "origin_not_allowed";
  // A field that is there twice is malformed, whatever it says.
  return answer.status == 400 &&
         (answer.error() == "invalid_platform" ||
          answer.text.find("more than one Authorization") != std::string::npos);
}

}  // namespace

TEST_CASE("every route of the unified backend that is no sign-in wants a token", "[platform][V7]") {
  World world;
  std::size_t found = 0;
  const Json listed = world.control("GET", "routes");
  const std::vector<Call> calls = calls_with_a_token(world);
  for (const Json& route : listed["routes"]) {
    const std::string pattern = route["route"];
    if (!pattern.starts_with("/api/") || is_open(pattern)) continue;
    const Answer answer =
        world.call(route["method"], pattern, {{"X-Platform", "web"}}, Json::object());
    CHECK((answer.status == 401 || says_no(answer)));
    ++found;
  }
  CHECK(found >= 16);
  CHECK(calls.size() >= found);
}

TEST_CASE("10,000 header sets without a platform and a token that fit reach no handler",
          "[platform][V7]") {
  World world;
  std::vector<std::string> spent = spent_tokens(world);
  Client genuine = world.mini_program();
  world.mini_program();
  const std::vector<Call> calls = calls_with_a_token(world);
  const std::uint32_t start = seed();
  INFO("HUFU_TEST_SEED=" << start);
  HeaderSets sets(genuine, std::move(spent), start);
  const auto audit = [&] { return world.control("GET", "audit")["entries"].size(); };
  const std::size_t before = audit();
  const std::size_t total = 10'000 * (std::getenv("HUFU_TEST_FULL") != nullptr ? calls.size() : 1);
  int let_in = 0;
  for (std::size_t index = 0; index < total; ++index) {
    const Call& call = calls[index % calls.size()];
    const Fields fields = sets.next();
    const Answer answer = world.call(call.method, call.path, fields);
    if (is_refusal(call, answer) || ++let_in > 5) continue;
    std::string said;
    for (const auto& [name, value] : fields)
      said += name + ": " + value + "\n";
    FAIL_CHECK(call.method << " " << call.path << " answered " << answer.status << " "
                           << answer.text << " to\n"
                           << said);
  }
  CHECK(let_in == 0);
  CHECK(audit() == before);
  // With the right ones somebody is let in.
  CHECK(world.call_as(genuine, "GET", "/api/user/profile").status == 200);
}
