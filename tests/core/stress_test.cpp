#include "stress.h"

#include <cstdlib>

#include <catch2/catch_test_macros.hpp>

TEST_CASE("A random program breaks no promise of the client", "[stress]") {
  const char* wanted = std::getenv("HUFU_STRESS_STEPS");
  const int steps = wanted ? std::atoi(wanted) : 400'000;
  const auto report = hufu::test::run_stress(20'261'121, steps);
  INFO(report.operations << " operations, " << report.cancelled << " cancelled, "
                         << report.refreshes << " refreshes, " << report.locks << " locks, hash "
                         << report.hash);
  CHECK(report.wrong == "");
  CHECK(report.steps == steps);
  CHECK(report.refreshes > steps / 1000);
}
