// What passed through the server.
#include "control/traffic.h"

#include <nlohmann/json.hpp>

#include "control/fault_book.h"
#include "crypto/digest.h"
#include "crypto/encoding.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;

constexpr std::size_t kRemembered = 1000;

std::string name_of(const Request& request) {
  return request.route.empty() ? "unmatched" : request.method + " " + request.route;
}

// "Bearer sha256:0123456789ab", never the token.
std::string fingerprint(const std::string& authorization) {
  if (authorization.empty()) return {};
  const std::size_t space = authorization.find(' ');
  const std::string scheme = space == std::string::npos ? "" : authorization.substr(0, space + 1);
  const std::string token = authorization.substr(scheme.size());
  return scheme + "sha256:" + encode_hex(sha256(token)).substr(0, 12);
}

json as_json(const SeenRequest& seen) {
  return {{"number", seen.number},
          {"atMs", seen.at_ms},
          {"method", seen.method},
          {"route", seen.route},
          {"path", seen.path},
          {"platform", seen.platform},
          {"authorization", seen.authorization},
          {"userAgent", seen.user_agent},
          {"status", seen.status}};
}

}  // namespace

void Traffic::count(const Request& request, int status) {
  if (is_control(request)) return;
  Counter& counter = by_route_[name_of(request)];
  ++counter.requests;
  ++counter.by_status[status];

  SeenRequest seen{
      ++last_number_, clock_.now_ms(), request.method, name_of(request), request.path, {}, {}, {},
      status};
  seen.platform = request.headers.find("X-Platform").value_or("");
  seen.authorization = fingerprint(request.headers.find("Authorization").value_or(""));
  seen.user_agent = request.headers.find("User-Agent").value_or("");
  last_.push_back(std::move(seen));
  if (last_.size() > kRemembered) last_.pop_front();
}

void Traffic::clear() {
  by_route_.clear();
  last_.clear();
}

json Traffic::counters() const {
  json routes = json::object();
  std::int64_t total = 0;
  for (const auto& [name, counter] : by_route_) {
    json statuses = json::object();
    for (const auto& [status, times] : counter.by_status)
      statuses[std::to_string(status)] = times;
    routes[name] = {{"requests", counter.requests}, {"statuses", std::move(statuses)}};
    total += counter.requests;
  }
  return {{"total", total}, {"routes", std::move(routes)}};
}

json Traffic::requests_after(std::int64_t number, const std::string& route) const {
  json list = json::array();
  for (const SeenRequest& seen : last_) {
    if (seen.number > number && (route.empty() || seen.route == route))
      list.push_back(as_json(seen));
  }
  return {{"requests", std::move(list)}};
}

}  // namespace hufu::mock::control
