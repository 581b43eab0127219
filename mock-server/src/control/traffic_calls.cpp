// Calls that read what passed through the server.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/query_number.h"

namespace hufu::mock::control {
Response show_counters(Control& control, const Request&) {
  return json_response(200, control.traffic.counters());
}

Response clear_counters(Control& control, const Request&) {
  control.traffic.clear();
  return empty_response(204);
}

Response show_requests(Control& control, const Request& request) {
  const std::int64_t after = query_number(request, "after", 0);
  return json_response(
      200, control.traffic.requests_after(after, request.query_value("route").value_or("")));
}

}  // namespace hufu::mock::control
