// What is kept of tokens and of people: at most 10,000, the oldest go first.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <future>

#include "kept.h"

using namespace hufu::server;

namespace {

TextDigest digest(std::size_t number) { return digest_of(std::to_string(number)); }

}  // namespace

TEST_CASE("G9: at most 10,000 verdicts are kept, the oldest go first") {
  Kept<std::size_t> kept;
  for (std::size_t at = 0; at < 10'000; ++at)
    kept.keep(digest(at), at);
  CHECK(kept.size() == 10'000);
  kept.keep(digest(0), 7);  // is the youngest now
  kept.keep(digest(10'000), 10'000);
  CHECK(kept.size() == 10'000);
  CHECK(kept.found(digest(0)) == 7);
  CHECK_FALSE(kept.found(digest(1)));
  CHECK(kept.found(digest(2)) == 2);
}

TEST_CASE("G12: nobody forgets between the look whether to keep it and the keeping") {
  Kept<int> kept;
  std::future<void> forgetting;
  kept.keep_if(digest(1), 1, [&] {
    forgetting = std::async(std::launch::async, [&] { kept.drop(digest(1)); });
    forgetting.wait_for(std::chrono::milliseconds(20));  // it has no turn
    return true;
  });
  forgetting.wait();
  CHECK_FALSE(kept.found(digest(1)));
}

TEST_CASE("G9: a digest is SHA-256 of the whole text") {
  const TextDigest empty = digest_of("");
  CHECK(empty[0] == 0xe3);
  CHECK(empty[31] == 0x55);
  CHECK(digest_of("a.b.c") != digest_of("a.b.d"));
}
