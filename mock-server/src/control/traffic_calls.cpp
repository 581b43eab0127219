// Calls that read what passed through the server.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/query_number.h"

namespace hufu::mock::control {
namespace {

Response show_requests(const Traffic& traffic, const Request& request) {
  const std::int64_t after = query_number(request, "after", 0);
  return json_response(200,
                       traffic.requests_after(after, request.query_value("route").value_or("")));
}

Response clear_counters(Traffic& traffic) {
  traffic.clear();
  return empty_response(204);
}

}  // namespace

void register_traffic_calls(const SharedControl& control) {
  control->add("GET", "/_control/counters", [control](const Request&) {
    return json_response(200, control->traffic.counters());
  });
  control->add("DELETE", "/_control/counters",
               [control](const Request&) { return clear_counters(control->traffic); });
  control->add("GET", "/_control/requests", [control](const Request& request) {
    return show_requests(control->traffic, request);
  });
}

}  // namespace hufu::mock::control
