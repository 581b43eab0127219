// Idle loops, with the connections that they keep open.
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <vector>

#include "transport/loop_pool.h"

namespace hufu::native {
namespace {

using LoopPtr = std::shared_ptr<NetworkLoop>;

TEST_CASE("the loop that came back last is the next one") {
  LoopPool pool;
  const LoopPtr first = pool.borrow();
  const LoopPtr second = pool.borrow();
  CHECK(first != second);
  pool.give_back(first);
  pool.give_back(second);
  CHECK(pool.borrow() == second);
  CHECK(pool.borrow() == first);
}

TEST_CASE("no more than 32 idle loops are kept") {
  LoopPool pool;
  std::vector<LoopPtr> lent;
  for (int i = 0; i < 40; ++i)
    lent.push_back(pool.borrow());
  for (const LoopPtr& each : lent)
    pool.give_back(each);
  int kept = 0;
  for (const LoopPtr& each : lent)
    kept += each.use_count() == 2 ? 1 : 0;
  CHECK(kept == 32);
}

TEST_CASE("a pool that is closed lets all go and keeps none") {
  LoopPool pool;
  const LoopPtr idle = pool.borrow();
  const LoopPtr lent = pool.borrow();
  pool.give_back(idle);
  pool.close();
  CHECK(idle.use_count() == 1);
  pool.give_back(lent);
  CHECK(lent.use_count() == 1);
}

}  // namespace
}  // namespace hufu::native
