// The database of one world.
#include "support/test_database.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace hufu::mock::test {
namespace {

std::string postgres_url() {
  const char* file = std::getenv("HUFU_TEST_POSTGRES");
  if (file == nullptr) return "";
  std::string url;
  std::ifstream(file) >> url;
  if (url.empty()) throw std::runtime_error("HUFU_TEST_POSTGRES names no file with a URL");
  return url;
}

void execute(const std::string& url, const std::string& statement) {
  PGconn* connection = PQconnectdb(url.c_str());
  PGresult* result = PQexec(connection, statement.c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string message = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (!done) throw std::runtime_error(message);
}

std::string new_name() {
  static std::atomic<int> last{0};
  return "world_" + std::to_string(::getpid()) + "_" + std::to_string(++last);
}

}  // namespace

TestDatabase::TestDatabase() : server_url_(postgres_url()) {
  if (server_url_.empty()) return;
  schema_ = new_name();
  execute(server_url_, "CREATE SCHEMA " + schema_);
  url_ = server_url_ + "&options=-csearch_path%3D" + schema_;
}

TestDatabase::~TestDatabase() {
  if (schema_.empty()) return;
  try {
    execute(server_url_, "SET client_min_messages = warning; DROP SCHEMA " + schema_ + " CASCADE");
  } catch (const std::exception&) {
    // It goes with the whole server, later.
  }
}

}  // namespace hufu::mock::test
