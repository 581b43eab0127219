// A client that lives long does not grow.
#include <catch2/catch_test_macros.hpp>

#include "allocations.h"
#include "world.h"

namespace hufu::test {
namespace {

// Everything a client does, some of it given up, some of it failing.
void live(Process& process, int rounds) {
  World& world = process.world;
  Fetch request;
  request.url = "https://api.example.com/orders";
  for (int i = 0; i < rounds; ++i) {
    CHECK(process.call(CurrentAccessToken{}));
    CHECK(process.call(request));
    process.begin(FetchProfile{});
    process.cancel(process.begin(WaitForBinding{"b1", "pending"}));
    process.settle();
    if (i % 10 == 3) world.http = [](const HttpEffect&) { return json_answer(503, ""); };
    if (i % 10 == 5) world.http = [&](const HttpEffect& sent) { return world.server(sent); };
    world.advance(i % 10 >= 3 && i % 10 < 5 ? 60'000 : 14 * kMinute);
    CHECK(process.call(CurrentSession{}));
    if (i % 10 == 9) {
      CHECK(process.call(SignOut{}));
      CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
      sign_in(process);
    }
    process.log.clear();
    process.events.clear();
    process.done.clear();
    process.cancelled.clear();
    process.forwarded.clear();
  }
}

TEST_CASE("Thousands of operations leave nothing behind") {
  World world;
  Process process(world);
  sign_in(process);
  live(process, 40);
  const long before = living_blocks();
  live(process, 2000);
  CHECK(living_blocks() <= before + 5);
}

}  // namespace
}  // namespace hufu::test
