// What codes and links hold, and the names of browsers.
#include "people/scene.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <map>
#include <set>

#include "crypto/encoding.h"
#include "people/bind_code.h"
#include "people/browser_name.h"
#include "settings/config.h"

using namespace hufu::mock;

namespace {

// Of how often each of `kinds` symbols came among `draws`; the mean is kinds - 1.
double chi_squared(const std::map<char, int>& counts, int draws, int kinds) {
  const double expected = static_cast<double>(draws) / kinds;
  double sum = 0;
  for (const auto& [symbol, count] : counts)
    sum += (count - expected) * (count - expected) / expected;
  return sum + static_cast<double>(kinds - static_cast<int>(counts.size())) * expected;
}

void check_evenly_drawn(const std::function<std::string(int)>& draw) {
  constexpr int kDraws = 100'000;
  std::array<std::map<char, int>, 22> counts;
  std::set<std::string> seen;
  for (int number = 0; number < kDraws; ++number) {
    const std::string secret = draw(number);
    REQUIRE(secret.size() == counts.size());
    seen.insert(secret);
    for (std::size_t place = 0; place < counts.size(); ++place)
      ++counts[place][secret[place]];
  }
  CHECK(seen.size() == kDraws);
  // Beyond these once in a million: 63 and 3 degrees of freedom (the last symbol has four bits of
  // padding).
  for (std::size_t place = 0; place + 1 < counts.size(); ++place)
    CHECK(chi_squared(counts[place], kDraws, 64) < 131);
  CHECK(chi_squared(counts.back(), kDraws, 4) < 31);
}

}  // namespace

TEST_CASE("scenes are drawn evenly, and none twice", "[scene]") {
  Config config;
  config.secret = "a secret of the tests that is long enough";
  const Secrets secrets = make_secrets(config);
  check_evenly_drawn([&secrets](int number) {
    return drawn_scene(secrets, SceneKind::sign_in, "a device code", number).substr(3);
  });
  check_evenly_drawn([](int) { return new_qr_secret(); });
}

TEST_CASE("a scene is what WeChat takes, and read as it was written", "[scene]") {
  Config config;
  config.secret = "a secret of the tests that is long enough";
  const Secrets secrets = make_secrets(config);
  for (const SceneKind kind : {SceneKind::sign_in, SceneKind::phone_sign_in, SceneKind::binding}) {
    const std::string text = drawn_scene(secrets, kind, "a device code", 0);
    CHECK(text.size() == 25);
    CHECK(text == drawn_scene(secrets, kind, "a device code", 0));
    const auto scene = read_scene(text);
    REQUIRE(scene);
    CHECK(scene->kind == kind);
    CHECK(scene_text(kind, scene->secret) == text);
  }
  CHECK(drawn_scene(secrets, SceneKind::sign_in, "one", 0) !=
        drawn_scene(secrets, SceneKind::sign_in, "another", 0));
  for (const char* text :
       {"", "h1", "h1s", "h1xAAAAAAAAAAAAAAAAAAAAAA", "h2sAAAAAAAAAAAAAAAAAAAAAA",
        "h1sAAAAAAAAAAAAAAAAAAAAA", "h1sAAAAAAAAAAAAAAAAAAAAAB", "BCDFG-HJKLM",
        "h1sAAAAAAAAAAAAAAAAAAAAAA "})
    CHECK_FALSE(read_scene(text));
}

TEST_CASE("a browser is named in words of ours", "[scene]") {
  CHECK(browser_name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
                     "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1") ==
        "Safari, iPhone");
  CHECK(browser_name("Mozilla/5.0 (Linux; Android 15; V2405A) AppleWebKit/537.36 (KHTML, like "
                     "Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.60 "
                     "MiniProgramEnv/android") == "WeChat, Android");
  CHECK(browser_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like "
                     "Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0") == "Edge, Windows");
  CHECK(browser_name("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 "
                     "Firefox/140.0") == "Firefox, Mac");
  CHECK(browser_name("Your bank (call 0900 123456)").empty());
  CHECK(browser_name("").empty());
}
