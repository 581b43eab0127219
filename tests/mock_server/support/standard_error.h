// What is said on standard error while it lives.
#pragma once

#include <iostream>
#include <sstream>
#include <string>

namespace hufu::mock::test {

class StandardError {
 public:
  StandardError() : before_(std::cerr.rdbuf(said_.rdbuf())) {}
  ~StandardError() { std::cerr.rdbuf(before_); }
  std::string said() const { return said_.str(); }
  bool has(const std::string& words) const { return said().find(words) != std::string::npos; }

 private:
  std::ostringstream said_;
  std::streambuf* before_;
};

}  // namespace hufu::mock::test
