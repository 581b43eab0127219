#include "story.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

namespace demo {
namespace {

constexpr const char* kReport = "Please report it, with the output of `./dev demo --json`.";

std::string request_line(const SeenRequest& request) {
  return request.route + " " + std::to_string(request.status);
}

}  // namespace

void Story::step(const std::string& who, const std::string& what, const Expected& expected,
                 const Act& act) {
  const auto began = std::chrono::steady_clock::now();
  Step done{who, what, {}, {}, {}};
  try {
    done.outcome = act();
  } catch (const StepFailed& failed) {
    throw StepFailed(what, failed.what(), failed.what_to_do);
  } catch (const std::runtime_error& failed) {
    throw StepFailed(what, failed.what(), kReport);
  }
  done.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began);
  done.requests = control_.requests_after(last_request_);
  if (!done.requests.empty()) last_request_ = done.requests.back().number;
  check(what, expected, done.requests);
  timeline_.step(done);
}

void Story::check(const std::string& what, const Expected& expected,
                  const std::vector<SeenRequest>& seen) {
  std::map<std::string, int> counted;
  for (const SeenRequest& request : seen) {
    if (request.from != kUpstreamCall) ++counted[request_line(request)];
  }
  for (const auto& [line, times] : expected.requests) {
    const bool fits =
        times == kPerhaps || (times == kAtLeastOnce ? counted[line] > 0 : counted[line] == times);
    must_be(fits, what,
            "the server saw \"" + line + "\" " + std::to_string(counted[line]) + " times, not " +
                (times == kAtLeastOnce ? "at least once" : std::to_string(times)));
    counted.erase(line);
  }
  must_be(counted.empty(), what,
          counted.empty() ? "" : "the server also saw \"" + counted.begin()->first + "\"");

  std::vector<std::string> events;
  for (const AuditEntry& entry : control_.audit_after(last_audit_)) {
    events.push_back(entry.event);
    last_user_ = entry.user_id;
  }
  for (const std::string& event : expected.audit) {
    must_be(std::find(events.begin(), events.end(), event) != events.end(), what,
            "the server's audit log has no entry \"" + event + "\"");
  }
}

void must_be(bool holds, const std::string& what, const std::string& otherwise) {
  if (!holds) throw StepFailed(what, otherwise, kReport);
}

void fail_with(const std::string& what, const hufu::Error& error) {
  throw StepFailed(what, std::string(describe(error.code).name) + ": " + error.message(), kReport);
}

std::string must_serve_all(int callers, const std::function<bool()>& call) {
  std::atomic<int> served = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < callers; ++i) {
    threads.emplace_back([&call, &served] {
      if (call()) ++served;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  must_be(served == callers, "calls", "only " + std::to_string(served) + " callers served");
  return std::to_string(served) + say(" callers served", " 个调用都得到了应答");
}

std::string duration(hufu::Millis ms) {
  constexpr double kMinute = 60'000;
  constexpr double kDay = 24 * 60 * kMinute;
  if (ms >= kDay) return std::to_string(std::lround(ms / kDay)) + say(" days", " 天");
  return std::to_string(std::lround(ms / kMinute)) + say(" minutes", " 分钟");
}

}  // namespace demo
