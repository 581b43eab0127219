// The database of one world.
#pragma once

#include <string>

namespace hufu::mock::test {

/// In memory; or, when the file that HUFU_TEST_POSTGRES names holds the URL of a PostgreSQL, a
/// schema of its own there, gone with this object.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;

  const std::string& url() const { return url_; }

 private:
  std::string server_url_;
  std::string schema_;
  std::string url_ = "sqlite://:memory:";
};

}  // namespace hufu::mock::test
