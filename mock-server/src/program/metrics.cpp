// What the server counts of itself, in the words of Prometheus.
#include "program/metrics.h"

#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <fstream>

namespace hufu::mock {
namespace {

std::string about(const std::string& name, const char* type, const char* meaning) {
  return "# HELP " + name + " " + meaning + "\n# TYPE " + name + " " + type + "\n";
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

// What no route fits has neither: somebody outside chose both.
std::string labels_of(const Route* route) {
  if (route == nullptr) return R"(method="",route="")";
  return "method=\"" + route->method + "\",route=\"" + route->pattern + "\"";
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t all = 0;
  std::uint64_t resident = 0;
  file >> all >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::string outbox(std::optional<int> waiting) {
  if (!waiting) return "";
  return about("hufu_outbox_messages", "gauge",
               "Messages to the application that nobody took yet.") +
         "hufu_outbox_messages " + std::to_string(*waiting) + "\n";
}

std::string process() {
  static const std::time_t begun_s = std::time(nullptr);
  return about("process_start_time_seconds", "gauge", "When this process began, as Unix time.") +
         "process_start_time_seconds " + std::to_string(begun_s) + "\n" +
         about("process_resident_memory_bytes", "gauge", "Memory that is held.") +
         "process_resident_memory_bytes " + std::to_string(resident_bytes()) + "\n";
}

}  // namespace

void Metrics::count(const Route* route, int status, std::chrono::nanoseconds took) {
  ++requests_[{route, status}];
  Durations& durations = durations_[route];
  const double took_s = std::chrono::duration<double>(took).count();
  for (std::size_t index = 0; index < kBounds_s.size(); ++index) {
    if (took_s <= kBounds_s[index]) ++durations.at_most[index];
  }
  ++durations.all;
  durations.sum_s += took_s;
}

std::string Metrics::requests() const {
  const std::string name = "hufu_http_requests_total";
  std::string text = about(name, "counter", "Requests, by route and status; 0 had no answer.");
  for (const auto& [which, count] : requests_) {
    text += name + "{" + labels_of(which.first) + ",status=\"" + std::to_string(which.second) +
            "\"} " + std::to_string(count) + "\n";
  }
  return text;
}

std::string Metrics::durations() const {
  const std::string name = "hufu_http_request_duration_seconds";
  std::string text = about(name, "histogram", "How long answers took, long polls among them.");
  for (const auto& [route, durations] : durations_) {
    const std::string labels = labels_of(route);
    for (std::size_t index = 0; index < kBounds_s.size(); ++index) {
      text += name + "_bucket{" + labels + ",le=\"" + number(kBounds_s[index]) + "\"} " +
              std::to_string(durations.at_most[index]) + "\n";
    }
    text += name + "_bucket{" + labels + ",le=\"+Inf\"} " + std::to_string(durations.all) + "\n";
    text += name + "_sum{" + labels + "} " + number(durations.sum_s) + "\n";
    text += name + "_count{" + labels + "} " + std::to_string(durations.all) + "\n";
  }
  return text;
}

std::uint64_t Metrics::successes_of(const char* method, const char* route) const {
  std::uint64_t successes = 0;
  for (const auto& [which, count] : requests_) {
    const bool fits =
        which.first != nullptr && which.first->method == method && which.first->pattern == route;
    if (fits && which.second / 100 == 2) successes += count;
  }
  return successes;
}

std::string Metrics::people() const {
  const auto sessions =
      successes_of("POST", "/api/wechat/login") + successes_of("POST", "/oauth/token");
  const auto refreshes = successes_of("POST", "/api/auth/refresh");
  const auto bindings = successes_of("POST", "/api/bindings/{id}/confirm");
  return about("hufu_sessions_made_total", "counter", "Sessions of ours that began.") +
         "hufu_sessions_made_total " + std::to_string(sessions) + "\n" +
         about("hufu_refreshes_total", "counter", "Sessions that were renewed.") +
         "hufu_refreshes_total " + std::to_string(refreshes) + "\n" +
         about("hufu_bindings_total", "counter", "Halves that were joined.") +
         "hufu_bindings_total " + std::to_string(bindings) + "\n";
}

std::string Metrics::text(std::optional<int> waiting_messages) const {
  return requests() + durations() + people() + outbox(waiting_messages) + process();
}

}  // namespace hufu::mock
