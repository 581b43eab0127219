// The JSON body of a control call.
#include "control/wish.h"

#include "base/strict_json.h"
#include "http/errors.h"

namespace hufu::mock::control {
namespace {

HttpError complaint(const char* name, const std::string& demand) {
  return invalid_request("\"" + std::string(name) + "\" has to be " + demand + ".");
}

bool is_json(const Request& request) {
  const std::string type = request.headers.find("Content-Type").value_or("");
  return type.substr(0, type.find(';')) == "application/json";
}

}  // namespace

Wish::Wish(const Request& request) : body_(nlohmann::json::object()) {
  if (request.body.empty()) return;
  if (!is_json(request)) throw invalid_request("The body has to be sent as application/json.");
  const JsonFault fault = parse_strict_object(request.body, body_);
  if (fault == JsonFault::duplicate_name) throw invalid_request("The body has a name twice.");
  if (fault != JsonFault::none)
    throw invalid_request("The body has to be a JSON object in UTF-8.");
}

const nlohmann::json& Wish::value(const char* name) const {
  static const nlohmann::json kAbsent;
  const auto found = body_.find(name);
  return found == body_.end() ? kAbsent : *found;
}

std::optional<std::string> Wish::optional_text(const char* name) const {
  const nlohmann::json& held = value(name);
  if (held.is_null()) return std::nullopt;
  if (!held.is_string()) throw complaint(name, "a string");
  return held.get<std::string>();
}

std::string Wish::text(const char* name) const {
  const auto held = optional_text(name);
  if (!held || held->empty()) throw complaint(name, "a string that is not empty");
  return *held;
}

std::string Wish::text_or(const char* name, std::string otherwise) const {
  const auto held = optional_text(name);
  return held ? *held : std::move(otherwise);
}

std::optional<std::int64_t> Wish::optional_number(const char* name, std::int64_t least,
                                                  std::int64_t most) const {
  const nlohmann::json& held = value(name);
  if (held.is_null()) return std::nullopt;
  // Beyond int64 nlohmann would wrap around; beyond 2^53 JSON's readers disagree anyway.
  const bool fits = held.is_number_integer() &&
                    (!held.is_number_unsigned() ||
                     held.get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
  if (fits && held.get<std::int64_t>() >= least && held.get<std::int64_t>() <= most)
    return held.get<std::int64_t>();
  throw complaint(name,
                  "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

std::int64_t Wish::number_or(const char* name, std::int64_t least, std::int64_t most,
                             std::int64_t otherwise) const {
  return optional_number(name, least, most).value_or(otherwise);
}

bool Wish::flag_or(const char* name, bool otherwise) const {
  const nlohmann::json& held = value(name);
  if (held.is_null()) return otherwise;
  if (!held.is_boolean()) throw complaint(name, "true or false");
  return held.get<bool>();
}

std::vector<std::string> Wish::names() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : body_.items())
    names.push_back(name);
  return names;
}

}  // namespace hufu::mock::control
