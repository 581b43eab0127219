// Who hears of events, and in which order.
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>
#include <string>

#include "client/listeners.h"

namespace hufu::native {
namespace {

TEST_CASE("listeners hear in the order in which they came, until they go") {
  Listeners listeners;
  std::string heard;
  listeners.add([&](const Event&) { heard += 'a'; });
  const std::uint32_t second = listeners.add([&](const Event&) { heard += 'b'; });
  listeners.add([&](const Event&) { heard += 'c'; });
  listeners.tell(Event{});
  listeners.remove(second);
  listeners.remove(second);
  listeners.tell(Event{});
  CHECK(heard == "abcac");
}

TEST_CASE("a listener that throws keeps nothing from the others") {
  Listeners listeners;
  int heard = 0;
  listeners.add([](const Event&) { throw std::runtime_error("not for others"); });
  listeners.add([&](const Event&) { ++heard; });
  listeners.tell(Event{});
  CHECK(heard == 1);
}

TEST_CASE("a listener may come and go in a call, which is for those of its beginning") {
  Listeners listeners;
  int late = 0;
  std::uint32_t own = 0;
  own = listeners.add([&](const Event&) {
    listeners.remove(own);
    listeners.add([&](const Event&) { ++late; });
  });
  listeners.tell(Event{});
  CHECK(late == 0);
  listeners.tell(Event{});
  CHECK(late == 1);
}

}  // namespace
}  // namespace hufu::native
