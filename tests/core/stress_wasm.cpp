// The door to the random program for Node (wasm/test/stress.test.js).
#include "stress.h"

extern "C" {

/// Gives what was broken, and nothing if nothing was.
const char* stress_run(std::uint32_t seed, int steps) {
  static std::string text;
  text = hufu::test::run_stress(seed, steps).wrong;
  return text.c_str();
}
}
