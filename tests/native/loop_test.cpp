// A loop that has nothing to send yet: it waits without libcurl, and loses no call.
#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <thread>
#include <vector>

#include "caller.h"

using hufu::native::NetworkLoop;

TEST_CASE("a loop without transfers does what is posted and what is due", "[loop]") {
  NetworkLoop loop;
  bool is_over = false;
  std::vector<int> done;
  std::thread runner([&] { loop.run([] {}, [&] { return is_over; }); });
  loop.post([&] { done.push_back(1); });
  loop.post([&] {
    done.push_back(2);
    loop.after(1, [&] { is_over = true; });
  });
  runner.join();
  CHECK(done == std::vector{1, 2});
}

TEST_CASE("no call is lost while the loop begins to use libcurl", "[loop]") {
  constexpr int kRounds = 200;
  for (int round = 0; round < kRounds; ++round) {
    NetworkLoop loop;
    bool is_over = false;
    std::atomic<bool> has_begun = false;
    std::thread runner([&] {
      loop.run(
          [&] {
            has_begun = true;
            // Refused at once, and yet the loop has libcurl's handle from here on.
            const hufu::HttpEffect effect{"test", "GET", "", {}, hufu::Secret()};
            loop.add(hufu::native::WholeAnswer::of(effect, {}, [](const hufu::Answer&) {}));
          },
          [&] { return is_over; });
    });
    while (!has_begun) {
    }
    loop.post([&] { is_over = true; });
    runner.join();
    CHECK(is_over);
  }
}
