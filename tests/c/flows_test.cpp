// Every flow script, message by message, as the wasm core replays it too.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "replay.h"
#include "text/json.h"

namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("The core says in every flow script what was written down", "[flows]") {
  int scripts = 0;
  for (const auto& entry : std::filesystem::directory_iterator(HUFU_VECTORS "/flows")) {
    if (entry.path().extension() != ".json") continue;
    ++scripts;
    INFO(entry.path().filename().string());
    const auto script = hufu::json::parse(read(entry.path()));
    REQUIRE(script);
    CHECK(hufu::test::replay(*script) == "");
  }
  CHECK(scripts >= 60);
}
