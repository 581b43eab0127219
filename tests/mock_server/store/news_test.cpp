// What a transaction tells of is heard once it is true, and not before.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "store/database.h"
#include "store/ear.h"
#include "support/test_database.h"

using namespace hufu::mock;
namespace asio = boost::asio;

namespace {

struct Store {
  Store() {
    database.tell_news_to([this](const std::string& id) { heard.push_back(id); });
  }

  /// Whether it came to its end.
  bool run(const std::function<void(Transaction&)>& work) {
    bool is_done = false;
    asio::co_spawn(network, database.run(work),
                   [&](std::exception_ptr failure) { is_done = failure == nullptr; });
    network.run();
    network.restart();
    return is_done;
  }

  std::unique_ptr<Ear> listen() {
    std::unique_ptr<Ear> ear;
    asio::co_spawn(network, database.listen(),
                   [&](std::exception_ptr, std::unique_ptr<Ear> made) { ear = std::move(made); });
    network.run();
    network.restart();
    return ear;
  }

  test::TestDatabase place;
  Clock clock;
  asio::io_context network;
  Database database{place.url(), clock};
  std::vector<std::string> heard;
};

}  // namespace

TEST_CASE("news is told by what has been committed", "[news]") {
  Store store;
  CHECK(store.run([](Transaction& transaction) {
    transaction.tell("one");
    transaction.tell("two");
  }));
  CHECK(store.heard == std::vector<std::string>{"one", "two"});
  CHECK_FALSE(store.run([](Transaction& transaction) {
    transaction.tell("three");
    throw std::runtime_error("changed its mind");
  }));
  CHECK(store.heard.size() == 2);
}

TEST_CASE("an ear hears what any connection tells", "[news]") {
  Store store;
  const std::unique_ptr<Ear> ear = store.listen();
  CHECK((ear != nullptr) == store.database.hears_others());
  if (!ear) return;
  CHECK(store.run([](Transaction& transaction) { transaction.tell("one"); }));
  CHECK_FALSE(store.run([](Transaction& transaction) {
    transaction.tell("two");
    throw std::runtime_error("changed its mind");
  }));
  CHECK(store.run([](Transaction& transaction) { transaction.tell("it's three"); }));
  std::vector<std::string> ids;
  while (ids.empty() || ids.back() != "it's three") {
    const auto more = ear->take();
    REQUIRE(more.has_value());
    ids.insert(ids.end(), more->begin(), more->end());
  }
  CHECK(ids == std::vector<std::string>{"one", "it's three"});
}
