// The database URL of an application that uses Prisma: its schema is used, pgbouncer=true is
// believed, its other parameters are nobody's here.
#include <soci/soci.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>

#include "base/clock.h"
#include "store/database.h"
#include "store/users.h"

using namespace hufu::mock;

namespace {

// As tests/mock_server/postgres.py wrote it; empty where this run is on SQLite.
std::string server_url() {
  std::string url;
  if (const char* file = std::getenv("HUFU_TEST_POSTGRES")) std::ifstream(file) >> url;
  return url;
}

template <class Work>
auto run(Database& database, Work work) {
  boost::asio::io_context network;
  auto answer =
      boost::asio::co_spawn(network, database.run(std::move(work)), boost::asio::use_future);
  network.run();
  return answer.get();
}

}  // namespace

TEST_CASE("Prisma's database URL", "[store][postgresql]") {
  if (server_url().empty()) SKIP("this run is on SQLite");
  const Clock clock;
  const std::string schema = "prisma-" + std::to_string(::getpid());
  const std::string url = server_url() + "&schema=" + schema +
                          "&connection_limit=5&pool_timeout=2&pgbouncer=true&sslaccept=strict";
  for (int start = 0; start < 2; ++start) {
    Database database(url, clock);
    const std::string found = run(database, [](Transaction& transaction) {
      create_user(transaction, "Ada", "");
      std::string where;
      transaction.sql() << "SELECT schemaname FROM pg_tables WHERE tablename = 'users' AND "
                           "schemaname = current_schema()",
          soci::into(where);
      return where;
    });
    CHECK(found == schema);
  }
  Database database(url, clock);
  run(database, [schema](Transaction& transaction) {
    int users = 0;
    transaction.sql() << "SELECT COUNT(*) FROM users", soci::into(users);
    CHECK(users == 2);
    transaction.sql() << "SET LOCAL client_min_messages = error";
    transaction.sql() << "DROP SCHEMA \"" + schema + "\" CASCADE";
    return true;
  });
}

TEST_CASE("a schema that is no name is none", "[store]") {
  const Clock clock;
  CHECK_THROWS_AS(Database("postgresql://localhost/x?schema=a%22b", clock), DatabaseFailure);
  CHECK_THROWS_AS(Database("postgresql://localhost/x?schema=a\"b", clock), DatabaseFailure);
}
