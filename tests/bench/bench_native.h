// The groups of figures of the native client.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <hufu/native/client.h>

namespace hufu::bench {

/// How often operator new has been called in this process.
std::size_t allocations();

/// Memory, measured before anything else has touched it; `origin` is a server in another process.
void measure_memory(const std::string& origin);
void measure_authorize();
void measure_storm();
void measure_fetch();
void measure_fetch_64();

/// A client with a session at the server at `origin`; ends the program if that fails.
std::unique_ptr<native::Client> signed_in(const std::string& origin);

/// For libcurl: adds what has arrived to the std::string at `body`.
inline std::size_t append(char* piece, std::size_t, std::size_t size, void* body) {
  static_cast<std::string*>(body)->append(piece, size);
  return size;
}

class Stopwatch {
 public:
  double ns() const {
    const auto spent = std::chrono::steady_clock::now() - begun_;
    return std::chrono::duration<double, std::nano>(spent).count();
  }
  double ms() const { return ns() / 1e6; }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

/// The least disturbed of several rounds of pure computation.
inline double best(const std::vector<double>& values) {
  return *std::min_element(values.begin(), values.end());
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace hufu::bench
