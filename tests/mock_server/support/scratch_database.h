// A SQLite file that is gone when the test ends.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace hufu::mock::test {

class ScratchDatabase {
 public:
  ScratchDatabase() {
    static int made = 0;
    const std::string name =
        "hufu-" + std::to_string(::getpid()) + "-" + std::to_string(++made) + ".db";
    file_ = std::filesystem::temp_directory_path() / name;
  }
  ~ScratchDatabase() {
    for (const char* ending : {"", "-wal", "-shm", ".keys"})
      std::filesystem::remove(file_ + ending);
  }
  ScratchDatabase(const ScratchDatabase&) = delete;

  const std::string& file() const { return file_; }
  std::string url() const { return "sqlite://" + file_; }
  /// Every byte of it, also what is not in the main file yet.
  std::string content() const {
    std::ostringstream all;
    for (const char* ending : {"", "-wal"})
      all << std::ifstream(file_ + ending, std::ios::binary).rdbuf();
    return all.str();
  }

 private:
  std::string file_;
};

}  // namespace hufu::mock::test
