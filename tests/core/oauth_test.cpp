// Sign-ins through a browser that overlap: which verifier goes with which code, and one code twice.
#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "text/base64url.h"
#include "text/json.h"
#include "world.h"

namespace hufu::test {
namespace {

constexpr auto kNewest = "sb-api-auth-token-code-verifier";
constexpr auto kList = "sb-api-auth-token-code-verifiers";

// A server that keeps the challenge of each flow and spends a code once.
struct Provider {
  explicit Provider(World& world) {
    world.random = [this](std::size_t bytes) {
      return std::string(bytes, static_cast<char>('a' + drawn++));
    };
    world.http = [this](const HttpEffect& request) { return answer(request); };
  }

  Answer answer(const HttpEffect& request) {
    if (request.flow != "exchange_code_for_session") return json_answer(200, R"({"id":"u1"})");
    ++exchanges;
    const auto body = json::parse(request.body.reveal());
    const std::string code(body->text_or("auth_code", ""));
    const auto flow = challenges.find(code);
    if (flow == challenges.end()) return json_answer(404, R"({"code":"flow_state_not_found"})");
    const std::string verifier(body->text_or("code_verifier", ""));
    if (text::to_base64url("#" + verifier) != flow->second) {
      return json_answer(400, R"({"code":"bad_code_verifier"})");
    }
    challenges.erase(flow);
    return json_answer(200, R"({"access_token":"A1","refresh_token":"R1","expires_in":3600,)"
                            R"("user":{"id":"u1"}})");
  }

  // The person comes back from the page that was shown last.
  void come_back(const Process& process, const std::string& code) {
    for (const Pending& each : process.log) {
      const auto* shown = std::get_if<PresentEffect>(&each.effect);
      if (shown == nullptr) continue;
      const std::size_t at = shown->url.find("code_challenge=") + 15;
      challenges[code] = shown->url.substr(at, shown->url.find('&', at) - at);
    }
  }

  std::map<std::string, std::string> challenges;
  int drawn = 0;
  int exchanges = 0;
};

Config gotrue() {
  Config config = test::config();
  config.backend = BackendKind::gotrue;
  config.platform = Platform::web;
  return config;
}

SignInWithOauth away() { return {"wechat_qr", "https://app.example/cb"}; }

ExchangeCodeForSession back_with(const std::string& code) { return {Secret(code)}; }

TEST_CASE("O7: two sign-ins begun before either comes back both succeed, in any order") {
  for (const bool first_first : {true, false}) {
    World world;
    Provider provider(world);
    Process one(world, gotrue());
    Process two(world, gotrue());
    CHECK(one.call(away()));
    provider.come_back(one, "CODE1");
    CHECK(two.call(away()));
    provider.come_back(two, "CODE2");
    Process& earlier = first_first ? one : two;
    Process& later = first_first ? two : one;
    CHECK(earlier.call(back_with(first_first ? "CODE1" : "CODE2")));
    CHECK(later.call(back_with(first_first ? "CODE2" : "CODE1")));
    CHECK(world.store.texts.count(kNewest) == 0);
    CHECK(world.store.texts.count(kList) == 0);
  }
}

TEST_CASE(
    "O7: a sign-in that @supabase/ssr began is finished here, and its key is as it reads it") {
  World world;
  Provider provider(world);
  Process process(world, gotrue());
  CHECK(process.call(away()));
  const auto ours = json::parse(world.store.texts[kNewest]);
  REQUIRE(ours->is_string());
  CHECK(ours->text().size() == 43);
  world.store.texts[kNewest] = "\"theirs\"";
  provider.challenges["CODE"] = text::to_base64url("#theirs").to_std();
  CHECK(process.call(back_with("CODE")));
  CHECK(world.store.texts.count(kNewest) == 0);
  CHECK(world.store.texts.count(kList) == 1);  // ours may still come back
}

TEST_CASE("O7: few verifiers are kept, and none for long") {
  World world;
  Provider provider(world);
  Process process(world, gotrue());
  CHECK(process.call(away()));
  provider.come_back(process, "FIRST");
  for (int i = 0; i < 4; ++i)
    CHECK(process.call(away()));
  CHECK(process.call(back_with("FIRST")).is(Errc::begun_elsewhere));
  CHECK(provider.exchanges == 4);

  provider.come_back(process, "LAST");
  world.store.texts.erase(kNewest);
  world.advance(61 * kMinute);
  CHECK(process.call(back_with("LAST")).is(Errc::begun_elsewhere));
  CHECK(provider.exchanges == 4);
}

TEST_CASE("O7: a code of nobody's does not use up a sign-in that is under way elsewhere") {
  World world;
  Provider provider(world);
  Process one(world, gotrue());
  Process two(world, gotrue());
  CHECK(one.call(away()));
  provider.come_back(one, "CODE1");
  CHECK(two.call(away()));
  CHECK(two.call(back_with("forged")).is(Errc::credential_invalid));
  CHECK(one.call(back_with("CODE1")));
}

TEST_CASE("O8: one code brought twice is one exchange, at once or again") {
  World world;
  Provider provider(world);
  Process process(world, gotrue());
  CHECK(process.call(away()));
  provider.come_back(process, "CODE");
  process.held_back = [](const Effect& effect) { return is_http(effect, ""); };
  const OperationId first = process.begin(back_with("CODE"));
  const OperationId second = process.begin(back_with("CODE"));
  process.settle();
  process.cancel(first);  // React takes the first effect down: the code is spent all the same
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<SessionInfo>(second).value().state == SessionState::signed_in);
  CHECK(process.call(back_with("CODE")).value().state == SessionState::signed_in);
  CHECK(provider.exchanges == 1);
  CHECK(process.events_of(EventKind::signed_in) == 1);

  CHECK(process.call(SignOut{}));
  CHECK(process.call(back_with("CODE")).is(Errc::begun_elsewhere));
}

TEST_CASE("O8: another code meanwhile is another exchange") {
  World world;
  Provider provider(world);
  Process process(world, gotrue());
  CHECK(process.call(away()));
  provider.come_back(process, "CODE1");
  CHECK(process.call(away()));
  provider.come_back(process, "CODE2");
  const OperationId first = process.begin(back_with("CODE1"));
  const OperationId second = process.begin(back_with("CODE2"));
  process.settle();
  CHECK(process.outcome<SessionInfo>(first));
  CHECK(process.outcome<SessionInfo>(second));
  CHECK(provider.challenges.empty());
}

}  // namespace
}  // namespace hufu::test
