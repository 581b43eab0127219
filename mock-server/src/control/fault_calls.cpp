// Calls that script faults, for one route or for all.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/fault_json.h"
#include "http/errors.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;

// A fault for a route that does not exist would wait for ever, and its test would pass for the
// wrong reason.
void require_known_route(const Router& router, const std::string& name) {
  const auto has_name = [&](const Route& route) {
    return route.method + " " + route.pattern == name;
  };
  if (name == "*" || std::any_of(router.routes().begin(), router.routes().end(), has_name)) return;
  throw invalid_request(
      "\"route\" has to be \"*\" or a method and a pattern that GET /_control/routes lists.");
}

}  // namespace

Response add_fault(Control& control, const Request& request) {
  FaultRule rule = read_fault_rule(JsonBody::or_empty(request));
  require_known_route(control.router, rule.route);
  return json_response(201, as_json(control.faults.add(std::move(rule))));
}

Response list_faults(Control& control, const Request&) {
  json list = json::array();
  for (const FaultRule& rule : control.faults.rules())
    list.push_back(as_json(rule));
  return json_response(200, {{"faults", std::move(list)}});
}

Response remove_fault(Control& control, const Request& request) {
  if (!control.faults.remove(request.parameter("fault_id"))) {
    throw HttpError(404, "fault_not_found", "There is no fault of this id.");
  }
  return empty_response(204);
}

Response remove_all_faults(Control& control, const Request&) {
  control.faults.clear();
  return empty_response(204);
}

}  // namespace hufu::mock::control
