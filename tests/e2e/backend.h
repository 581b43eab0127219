// A mock server of the test's own, and what it has seen.
#pragma once

#include <hufu/native/client.h>

#include <future>
#include <string>
#include <vector>

#include "control.h"
#include "mock_server.h"
#include "people.h"

namespace hufu::e2e {

constexpr std::int64_t kLongerThanAToken = 16 * 60 * 1000;
constexpr std::int64_t kLongerThanSevenDays = (7 * 24 * 60 + 1) * 60 * std::int64_t{1000};

struct Backend {
  demo::MockServer server{HUFU_MOCK_SERVER_PROGRAM};
  demo::Control control{server.url()};

  const std::string& url() const { return server.url(); }

  int seen(const std::string& route, int status) {
    int count = 0;
    for (const demo::SeenRequest& request : control.requests_after(0)) {
      count += request.route == route && request.status == status ? 1 : 0;
    }
    return count;
  }
  /// The backend's own name for whoever its audit log speaks of last.
  std::string last_user() {
    std::int64_t from_the_start = 0;
    return control.audit_after(from_the_start).back().user_id;
  }
};

/// Does the same on so many threads at once; how often it was true.
template <class Call>
int together(int callers, Call call) {
  std::vector<std::future<bool>> running;
  for (int i = 0; i < callers; ++i)
    running.push_back(std::async(std::launch::async, call));
  int good = 0;
  for (std::future<bool>& each : running)
    good += each.get() ? 1 : 0;
  return good;
}

}  // namespace hufu::e2e
