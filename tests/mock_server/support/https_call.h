// A small blocking HTTPS client for tests: one connection for each call.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace hufu::mock::test {

class HttpsCaller {
 public:
  /// `authority`: PEM of who is trusted.
  HttpsCaller(std::uint16_t port, std::string authority)
      : port_(port), authority_(std::move(authority)) {}

  /// The JSON of a good answer. Throws where the server is not who it should be, or refuses.
  nlohmann::json post(const std::string& target, const nlohmann::json& body) const;

 private:
  std::uint16_t port_;
  std::string authority_;
};

}  // namespace hufu::mock::test
