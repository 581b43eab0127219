// What the fake WeChat counts, draws and lets open.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "upstreams/wechat/scanner.h"
#include "upstreams/wechat/stand_in.h"

using namespace hufu::mock;
using namespace hufu::mock::wechat;

namespace {

/// 0 where all of them are let through.
int refusal_after(Quota& quota, int calls, const std::string& whose = "wx1") {
  try {
    for (int call = 0; call < calls; ++call)
      quota.count(whose);
    return 0;
  } catch (const Errcode& error) {
    return error.number;
  }
}

}  // namespace

TEST_CASE("so many calls in each period, for each app", "[upstreams]") {
  Clock clock;
  World world(clock);
  struct Row {
    Quota& quota;
    int most;
    int errcode;
    WallMs period_ms;
  };
  const Row rows[] = {{world.login_quota, 100, 45011, 60'000},
                      {world.code_quota, 5000, 45009, 60'000},
                      {world.links_per_second, 100, 44990, 1000},
                      {world.links_per_day, 500'000, 44993, 86'400'000},
                      {world.opens_per_day, 3'000'000, 85406, 86'400'000}};
  for (const Row& row : rows) {
    INFO(row.errcode);
    // From the beginning of one, so that the clock does not begin the next.
    clock.advance_ms(row.period_ms - clock.now_ms() % row.period_ms);
    CHECK(refusal_after(row.quota, row.most) == 0);
    CHECK(refusal_after(row.quota, 1) == row.errcode);
    CHECK(refusal_after(row.quota, 1, "wx2") == 0);
    clock.advance_ms(row.period_ms);
    CHECK(refusal_after(row.quota, 1) == 0);
  }
  world.enforce_limits(false);
  CHECK(refusal_after(world.login_quota, 1000) == 0);
}

TEST_CASE("what a stand-in says is read as it was written", "[upstreams]") {
  const Opening opening = {.app_id = "wx0000000000000001",
                           .page = "pages/a/b",
                           .query = "scene=%3F%26env_version%3D%2F",
                           .env_version = "trial"};
  const auto read = read_stand_in(stand_in_text(opening));
  REQUIRE(read);
  CHECK(read->app_id == opening.app_id);
  CHECK(read->page == opening.page);
  CHECK(read->query == opening.query);
  CHECK(read->env_version == "trial");
  for (const char* other : {"", "stand-in:", "stand-in:wx1/p", "stand-in:wx1/p?scene=1",
                            "stand-in:wx1?scene=1/&env_version=trial",
                            "https://example.com/?scene=1&env_version=trial"})
    CHECK_FALSE(read_stand_in(other));
}

TEST_CASE("a link ends, a code does not", "[upstreams]") {
  Clock clock;
  World world(clock);
  const Opening code = {.app_id = "wx1", .query = "scene=a"};
  Opening link = {.app_id = "wx1", .query = "scene=a", .kind = OpeningKind::url_link};
  link.ends_ms = clock.now_ms() + 60'000;
  world.openings.keep_picture("picture", code);
  const std::string ticket = world.openings.keep(link);
  CHECK(world.openings.find(ticket) != nullptr);
  clock.advance_ms(60'000);
  CHECK(world.openings.find(ticket) == nullptr);
  CHECK(world.openings.of_picture("picture") != nullptr);
  CHECK(scan_newest(world, ScanHow::album)->scene == 1049);
}
