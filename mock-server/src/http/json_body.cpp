// Reads a JSON request body strictly.
#include "http/json_body.h"

#include <algorithm>

#include "base/strict_json.h"
#include "http/errors.h"

namespace hufu::mock {
namespace {

constexpr int kDeepestNesting = 16;

// The parser itself is not recursive, but what walks its values later may be.
bool nests_deeper_than(const std::string& text, int limit) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const char symbol = text[index];
    if (in_string) {
      if (symbol == '\\') ++index;
      if (symbol == '"') in_string = false;
    } else if (symbol == '"') {
      in_string = true;
    } else if (symbol == '{' || symbol == '[') {
      if (++depth > limit) return true;
    } else if (symbol == '}' || symbol == ']') {
      --depth;
    }
  }
  return false;
}

bool is_json(const Request& request) {
  // A page of another origin can send text/plain without asking first, application/json it cannot
  // (B16).
  const std::string type = request.headers.find("Content-Type").value_or("");
  return type.substr(0, type.find(';')) == "application/json";
}

// What a peer sent is told only where it can do no harm: as a name of letters.
std::string printable_name(const std::string& name) {
  const bool is_plain =
      !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char symbol) {
        return (symbol >= 'a' && symbol <= 'z') || symbol == '_' ||
               (symbol >= 'A' && symbol <= 'Z') || (symbol >= '0' && symbol <= '9');
      });
  return is_plain ? name : "of that name";
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "" : ", ") + name;
  return list;
}

HttpError complaint(const std::string& name, const std::string& demand) {
  return invalid_request("The field " + name + " has to be " + demand + ".");
}

}  // namespace

JsonBody::JsonBody(const Request& request) {
  if (!is_json(request)) throw invalid_request("The body has to be sent as application/json.");
  if (nests_deeper_than(request.body, kDeepestNesting))
    throw invalid_request("The body is nested too deeply.");
  const JsonFault fault = parse_strict_object(request.body, object_);
  if (fault == JsonFault::duplicate_name) throw invalid_request("The body has a name twice.");
  if (fault != JsonFault::none) throw invalid_request("The body is not a JSON object.");
}

JsonBody JsonBody::or_empty(const Request& request) {
  return request.body.empty() ? JsonBody() : JsonBody(request);
}

const nlohmann::json& JsonBody::value(const std::string& name) const {
  static const nlohmann::json kAbsent;
  const auto found = object_.find(name);
  return found == object_.end() ? kAbsent : *found;
}

std::string JsonBody::text(const std::string& name, std::size_t limit_bytes) const {
  const std::optional<std::string> held = optional_text(name, limit_bytes);
  if (!held || held->empty()) throw invalid_request("The field " + name + " is missing or empty.");
  return *held;
}

std::optional<std::string> JsonBody::optional_text(const std::string& name,
                                                   std::size_t limit_bytes) const {
  const nlohmann::json& held = value(name);
  if (held.is_null()) return std::nullopt;
  if (!held.is_string()) throw complaint(name, "a string");
  std::string text = held.get<std::string>();
  if (text.size() > limit_bytes) throw invalid_request("The field " + name + " is too long.");
  // Databases read a text up to there: it would be found as a shorter one.
  if (text.find('\0') != std::string::npos)
    throw invalid_request("The field " + name + " has a NUL in it.");
  return text;
}

std::string JsonBody::text_or(const std::string& name, std::string otherwise) const {
  return optional_text(name).value_or(std::move(otherwise));
}

std::optional<std::int64_t> JsonBody::optional_number(const std::string& name, std::int64_t least,
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

std::int64_t JsonBody::number_or(const std::string& name, std::int64_t least, std::int64_t most,
                                 std::int64_t otherwise) const {
  return optional_number(name, least, most).value_or(otherwise);
}

bool JsonBody::flag_or(const std::string& name, bool otherwise) const {
  const nlohmann::json& held = value(name);
  if (held.is_null()) return otherwise;
  if (!held.is_boolean()) throw complaint(name, "true or false");
  return held.get<bool>();
}

nlohmann::json JsonBody::optional_object(const std::string& name) const {
  const nlohmann::json& held = value(name);
  if (!held.is_null() && !held.is_object()) throw complaint(name, "an object");
  return held;
}

void JsonBody::allow_only(const std::vector<std::string>& names) const {
  for (const auto& [name, value] : object_.items()) {
    if (std::ranges::find(names, name) == names.end())
      throw invalid_request("There is no field " + printable_name(name) +
                            " here. What can be changed: " + listed(names) + ".");
  }
}

}  // namespace hufu::mock
