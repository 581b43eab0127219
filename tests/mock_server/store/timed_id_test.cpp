// Ids that begin with the time: rows lie in an index in the order in which they came.
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <string>

#include "crypto/random.h"

namespace {

using hufu::mock::timed_hex;
using hufu::mock::timed_uuid;

constexpr std::int64_t kNowMs = 1'785'000'000'123;

TEST_CASE("Ids are in the order of their time", "[store]") {
  CHECK(timed_uuid(kNowMs) < timed_uuid(kNowMs + 1));
  CHECK(timed_hex(kNowMs) < timed_hex(kNowMs + 1));
  CHECK(timed_uuid(255) < timed_uuid(256));
}

TEST_CASE("An id of a time is a UUID of version 7", "[store]") {
  const std::string id = timed_uuid(0x0123456789ab);
  REQUIRE(id.size() == 36);
  CHECK(id.substr(0, 15) == "01234567-89ab-7");
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  CHECK(timed_hex(0x0123456789ab).substr(0, 13) == "0123456789ab7");
}

TEST_CASE("Ids of one moment differ", "[store]") {
  CHECK(timed_uuid(kNowMs) != timed_uuid(kNowMs));
  CHECK(timed_hex(kNowMs) != timed_hex(kNowMs));
}

}  // namespace
