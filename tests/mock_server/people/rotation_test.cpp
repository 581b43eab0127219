// The decision behind a refresh, without a server: R1-R3 and B13.
#include "people/rotation.h"

#include <catch2/catch_test_macros.hpp>

using namespace hufu::mock;

namespace {

constexpr WallMs kNow = 1'000'000'000;

RefreshReuse rule_of(RefreshReuse::Rule rule) {
  RefreshReuse reuse;
  reuse.rule = rule;
  return reuse;
}

const RefreshReuse kParent = rule_of(RefreshReuse::Rule::parent);
const RefreshReuse kInterval = rule_of(RefreshReuse::Rule::interval);
const RefreshReuse kStrict = rule_of(RefreshReuse::Rule::strict);

Session session_at(int counter, bool confirmed, WallMs rotated_ago_ms) {
  Session session;
  session.counter = counter;
  session.confirmed = confirmed;
  session.rotated_ms = kNow - rotated_ago_ms;
  return session;
}

}  // namespace

TEST_CASE("the current token rotates under every rule", "[rotation]") {
  for (const RefreshReuse& rule : {kParent, kInterval, kStrict}) {
    CHECK(decide_rotation(session_at(5, true, 100'000), 5, kNow, rule) == Rotation::rotate);
  }
}

TEST_CASE("a token of the future is foreign and punishes nobody", "[rotation]") {
  for (const RefreshReuse& rule : {kParent, kInterval, kStrict}) {
    CHECK(decide_rotation(session_at(5, true, 0), 6, kNow, rule) == Rotation::foreign);
    CHECK(decide_rotation(session_at(5, true, 0), 0, kNow, rule) == Rotation::foreign);
  }
}

TEST_CASE("parent rule: until the child is confirmed, for weeks", "[rotation]") {
  constexpr WallMs weeks = 14LL * 24 * 3600 * 1000;
  CHECK(decide_rotation(session_at(5, false, weeks), 4, kNow, kParent) == Rotation::repeat);
  CHECK(decide_rotation(session_at(5, true, 10'000), 4, kNow, kParent) == Rotation::repeat);
  CHECK(decide_rotation(session_at(5, true, 10'001), 4, kNow, kParent) == Rotation::reuse);
  CHECK(decide_rotation(session_at(5, false, 0), 3, kNow, kParent) == Rotation::reuse);
}

TEST_CASE("interval rule: within the interval, whatever the age of the token", "[rotation]") {
  CHECK(decide_rotation(session_at(5, true, 10'000), 4, kNow, kInterval) == Rotation::repeat);
  CHECK(decide_rotation(session_at(5, true, 10'000), 2, kNow, kInterval) == Rotation::repeat);
  CHECK(decide_rotation(session_at(5, false, 10'001), 4, kNow, kInterval) == Rotation::reuse);
}

TEST_CASE("strict rule: never twice", "[rotation]") {
  CHECK(decide_rotation(session_at(5, false, 0), 4, kNow, kStrict) == Rotation::reuse);
}

TEST_CASE("after a link the current token leads on once more", "[rotation][B13]") {
  Session session = session_at(5, true, 100'000);
  skip_generation(session, kNow);
  CHECK(session.counter == 7);
  CHECK(session.oldest_generation == 7);
  for (const RefreshReuse& rule : {kParent, kInterval, kStrict}) {
    CHECK(decide_rotation(session, 5, kNow, rule) == Rotation::repeat);
  }
  CHECK(decide_rotation(session, 4, kNow, kParent) == Rotation::reuse);

  SECTION("a lost answer may be asked for again, until the new token is in use") {
    apply_rotation(session, Rotation::repeat, 5, kNow, kParent);
    CHECK(decide_rotation(session, 5, kNow, kParent) == Rotation::repeat);
    session.confirmed = true;
    CHECK(decide_rotation(session, 5, kNow, kParent) == Rotation::reuse);
  }
  SECTION("under the strict rule it is one exchange") {
    apply_rotation(session, Rotation::repeat, 5, kNow, kStrict);
    CHECK(decide_rotation(session, 5, kNow, kStrict) == Rotation::reuse);
  }
  SECTION("once the new token has rotated nothing from before counts") {
    apply_rotation(session, Rotation::rotate, 7, kNow, kParent);
    CHECK(session.counter == 8);
    CHECK(decide_rotation(session, 5, kNow, kParent) == Rotation::reuse);
  }
  SECTION("a second link before the client came back") {
    skip_generation(session, kNow);
    CHECK(session.counter == 9);
    CHECK(decide_rotation(session, 5, kNow, kParent) == Rotation::repeat);
    CHECK(decide_rotation(session, 7, kNow, kParent) == Rotation::repeat);
  }
}

TEST_CASE("a client that lost an answer just before a link is not lost", "[rotation][B13]") {
  Session session = session_at(5, false, 0);
  skip_generation(session, kNow);
  CHECK(decide_rotation(session, 4, kNow, kParent) == Rotation::repeat);
  CHECK(decide_rotation(session, 5, kNow, kParent) == Rotation::repeat);
  CHECK(decide_rotation(session, 3, kNow, kParent) == Rotation::reuse);
}
