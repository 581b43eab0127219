#include "catalogue/fields.h"

#include <algorithm>

#include "base/fault.h"
#include "text/number.h"

namespace hufu {
namespace {

bool is_text(const Value& value) { return value.is_string(); }

bool is_pair(const Value& value) {
  return value.items().size() == 2 && is_text(value.items()[0]) && is_text(value.items()[1]);
}

bool is_list(const Value& value, bool (*fits)(const Value&)) {
  return value.is_array() && std::all_of(value.items().begin(), value.items().end(), fits);
}

bool fits(std::string_view type, const Value& value) {
  switch (type.empty() ? '\0' : type.front()) {
    case '?': return is_text(value) || value.is_null();
    case '&': return value.is_bool();
    case '#': return value.is_number();
    case '~': return value.is_object() || value.is_null();
    case '[': return is_list(value, type == "[:]" ? is_pair : is_text);
    default: return is_text(value);
  }
}

Value fallback(std::string_view type, std::string_view text) {
  switch (type.empty() ? '\0' : type.front()) {
    case '~':
    case '?': return {};
    case '&': return Value(!text.empty());
    case '#': return Value(text.empty() ? 0.0 : text::read_number(text)->value);
    case '[': return Value::array();
    default: return Value(text);
  }
}

}  // namespace

Tried<Value> read_fields(std::string_view fields, const Value& given) {
  Value read = Value::object();
  while (!fields.empty()) {
    std::string_view field = fields.substr(0, fields.find(' '));
    fields.remove_prefix(std::min(fields.size(), field.size() + 1));
    const std::string_view typed = field.substr(0, field.find('='));
    const std::string_view name = typed.substr(0, typed.find_first_of("?&#~["));
    const std::string_view type = typed.substr(name.size());
    field.remove_prefix(std::min(field.size(), typed.size() + 1));
    const Value* value = given.find(name);
    if (value != nullptr && !fits(type, *value)) {
      return Fault(Errc::invalid_argument, name);
    }
    read.set(name, value == nullptr ? fallback(type, field) : *value);
  }
  return read;
}

}  // namespace hufu
