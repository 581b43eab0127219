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

}  // namespace

JsonBody::JsonBody(const Request& request) {
  if (!is_json(request)) throw invalid_request("The body has to be application/json.");
  if (nests_deeper_than(request.body, kDeepestNesting))
    throw invalid_request("The body is nested too deeply.");
  const JsonFault fault = parse_strict_object(request.body, object_);
  if (fault == JsonFault::duplicate_name) throw invalid_request("The body has a name twice.");
  if (fault != JsonFault::none) throw invalid_request("The body is not a JSON object.");
}

std::string JsonBody::text(const std::string& name, std::size_t limit_bytes) const {
  const std::optional<std::string> value = optional_text(name, limit_bytes);
  if (!value || value->empty())
    throw invalid_request("The field " + name + " is missing or empty.");
  return *value;
}

std::optional<std::string> JsonBody::optional_text(const std::string& name,
                                                   std::size_t limit_bytes) const {
  const auto found = object_.find(name);
  if (found == object_.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) throw invalid_request("The field " + name + " has to be a string.");
  std::string value = found->get<std::string>();
  if (value.size() > limit_bytes) throw invalid_request("The field " + name + " is too long.");
  return value;
}

void JsonBody::allow_only(const std::vector<std::string>& names) const {
  for (const auto& [name, value] : object_.items()) {
    if (std::ranges::find(names, name) == names.end())
      throw invalid_request("There is no field " + printable_name(name) +
                            " here. What can be changed: " + listed(names) + ".");
  }
}

nlohmann::json JsonBody::optional_object(const std::string& name) const {
  const auto found = object_.find(name);
  if (found == object_.end() || found->is_null()) return nullptr;
  if (!found->is_object()) throw invalid_request("The field " + name + " has to be an object.");
  return *found;
}

bool is_plain_text(const std::string& text) {
  for (std::size_t index = 0; index < text.size(); ++index) {
    const auto byte = static_cast<unsigned char>(text[index]);
    if (byte < 0x20 || byte == 0x7f) return false;
    // U+202A..U+202E and U+2066..U+2069 turn the direction of what follows: a name must not rewrite
    // its surroundings.
    if (byte == 0xe2 && index + 2 < text.size()) {
      const auto second = static_cast<unsigned char>(text[index + 1]);
      const auto third = static_cast<unsigned char>(text[index + 2]);
      if (second == 0x80 && third >= 0xaa && third <= 0xae) return false;
      if (second == 0x81 && third >= 0xa6 && third <= 0xa9) return false;
    }
  }
  return true;
}

}  // namespace hufu::mock
