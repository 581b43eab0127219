// A small blocking HTTP client for tests. One connection, kept alive.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace hufu::mock::test {

using Json = nlohmann::json;
using Fields = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  int status = 0;  // 0: the connection ended without an answer
  /// Names in lower case.
  std::multimap<std::string, std::string> headers;
  std::string text;

  Json json() const { return Json::parse(text); }
  /// The member `error`; empty where the body is no JSON object.
  std::string error() const;
  std::string header(const std::string& name) const;
};

class HttpCaller {
 public:
  explicit HttpCaller(std::uint16_t port);
  ~HttpCaller();

  Answer call(const std::string& method, const std::string& target, const Fields& headers,
              const std::string& body);
  /// Sends these bytes on a connection of their own and reads until it ends.
  std::string send_raw(const std::string& bytes);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hufu::mock::test
