// What is to be told: once by one of several servers, again after a while, never if it was undone.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch_test_macros.hpp>
#include <stdexcept>

#include "base/clock.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/sweep.h"
#include "support/test_database.h"

using namespace hufu::mock;

namespace {

constexpr WallMs kLeaseMs = 60'000;

struct Office {
  Clock clock;
  test::TestDatabase place;
  Database database{place.url(), clock};

  template <class Work>
  auto run(Work work) {
    boost::asio::io_context network;
    auto answer =
        boost::asio::co_spawn(network, database.run(std::move(work)), boost::asio::use_future);
    network.run();
    return answer.get();
  }
  void put(const std::string& body) {
    run([body](Transaction& transaction) { put_into_outbox(transaction, body); });
  }
  std::optional<Letter> take() {
    return run([](Transaction& transaction) { return take_letter(transaction, kLeaseMs); });
  }
  int sweep() {
    return run(
        [](Transaction& transaction) { return sweep_some(transaction, {}, "").removed["outbox"]; });
  }
  void postpone(const Letter& letter, WallMs by_ms) {
    run([letter, by_ms](Transaction& transaction) {
      postpone_letter(transaction, letter, transaction.now_ms() + by_ms);
    });
  }
};

}  // namespace

TEST_CASE("a letter is one server's until its lease ends", "[outbox]") {
  Office office;
  CHECK_FALSE(office.take());
  office.put("{}");
  const auto letter = office.take();
  REQUIRE(letter);
  CHECK(letter->body == "{}");
  CHECK(letter->tries == 1);
  CHECK_FALSE(office.take());
  office.clock.advance_ms(kLeaseMs);
  const auto again = office.take();
  REQUIRE(again);
  CHECK(again->id == letter->id);
  CHECK(again->tries == 2);
}

TEST_CASE("a letter that did not arrive is due again later, by whoever had it last", "[outbox]") {
  Office office;
  office.put("{}");
  const Letter dead = office.take().value();
  office.clock.advance_ms(kLeaseMs);
  const Letter letter = office.take().value();
  office.postpone(dead, 0);
  CHECK_FALSE(office.take());
  office.postpone(letter, 5000);
  CHECK_FALSE(office.take());
  office.clock.advance_ms(5000);
  const Letter again = office.take().value();
  CHECK(again.tries == 3);
  CHECK(again.made_ms == dead.made_ms);
  office.run([again](Transaction& transaction) { remove_letter(transaction, again); });
  office.clock.advance_ms(kLeaseMs);
  CHECK_FALSE(office.take());
}

TEST_CASE("a letter that nobody sends any more is swept, one that waits is not", "[outbox]") {
  constexpr WallMs kThreeDaysMs = WallMs{72} * 3'600'000;
  constexpr WallMs kMinuteMs = 60'000;  // the clock goes on while the test runs
  Office office;
  office.put("{}");
  const Letter letter = office.take().value();
  office.postpone(letter, kThreeDaysMs);
  office.clock.advance_ms(2 * kThreeDaysMs - kMinuteMs);
  CHECK(office.sweep() == 0);
  office.clock.advance_ms(2 * kMinuteMs);
  CHECK(office.sweep() == 1);
  CHECK_FALSE(office.take());
}

TEST_CASE("what was undone is told to nobody; the oldest comes first", "[outbox]") {
  Office office;
  CHECK_THROWS(office.run([](Transaction& transaction) {
    put_into_outbox(transaction, "undone");
    throw std::runtime_error("undone");
  }));
  CHECK_FALSE(office.take());
  office.put("first");
  office.clock.advance_ms(10);
  office.put("second");
  CHECK(office.take().value().body == "first");
  CHECK(office.take().value().body == "second");
}
