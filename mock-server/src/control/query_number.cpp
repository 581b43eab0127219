// A whole number in the query of a control call.
#include "control/query_number.h"

#include <charconv>

#include "http/errors.h"

namespace hufu::mock::control {

std::int64_t query_number(const Request& request, const std::string& name, std::int64_t otherwise) {
  const auto text = request.query_value(name);
  if (!text) return otherwise;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
  const bool whole = fault == std::errc() && end == text->data() + text->size();
  if (!whole || number < 0)
    throw invalid_request("\"" + name + "\" in the query has to be a whole number.");
  return number;
}

}  // namespace hufu::mock::control
