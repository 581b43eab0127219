// The mock backend as a process of its own, for the length of the demo.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace demo {

/// Starts `hufu-mock-server` on a free port with its control surface and an SQLite file; stops it
/// and removes the file when destroyed.
class MockServer {
 public:
  /// `settings` are further flags. Throws std::runtime_error with a sentence if it does not come up
  /// within ten seconds.
  explicit MockServer(const std::string& program, const std::vector<std::string>& settings = {});
  MockServer(const MockServer&) = delete;
  MockServer& operator=(const MockServer&) = delete;
  ~MockServer();

  const std::string& url() const { return url_; }
  /// A private folder that goes with the server.
  const std::string& folder() const { return folder_; }
  const std::string& database() const { return database_; }

 private:
  void start(const std::string& program, const std::vector<std::string>& settings);
  void read_address(int output);

  std::string folder_;
  std::string database_;
  std::string url_;
  pid_t process_ = -1;
  int life_ = -1;  ///< The end of its input that only we hold.
};

}  // namespace demo
