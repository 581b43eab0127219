// The JSON value.
#include <cmath>

#include "text/json.h"
#include "text/json_writer.h"

namespace hufu::json {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

void write(Writer& out, const Value& value) {
  if (const std::string* text = value.text()) {
    out.text(*text);
  } else if (value.is_object()) {
    out.open('{');
    for (const auto& [key, member] : value.members())
      write(out.key(key), member);
    out.close('}');
  } else if (value.is_array()) {
    out.open('[');
    for (const Value& item : value.items())
      write(out, item);
    out.close(']');
  } else if (const auto whole = value.integer()) {
    out.integer(*whole);
  } else if (const auto number = value.number()) {
    out.number(*number);
  } else if (const auto flag = value.boolean()) {
    out.boolean(*flag);
  } else {
    out.null();
  }
}

}  // namespace

Value::Value(double value) {
  if (!std::isfinite(value)) return;  // JSON has no such number
  kind_ = Kind::number;
  number_ = value;
  whole_ = value == std::floor(value) && std::fabs(value) <= kExactIntegers;
  if (whole_) integer_ = static_cast<std::int64_t>(value);
}

Value::Value(std::int64_t value)
    : kind_(Kind::number), whole_(true), number_(static_cast<double>(value)), integer_(value) {}

std::optional<double> Value::number() const {
  if (!is_number()) return std::nullopt;
  return number_;
}

std::optional<std::int64_t> Value::integer() const {
  if (!is_number() || !whole_) return std::nullopt;
  return integer_;
}

std::optional<bool> Value::boolean() const {
  if (!is_bool()) return std::nullopt;
  return number_ != 0;
}

const Value* Value::find(std::string_view key) const {
  for (const auto& [name, value] : members_) {
    if (name == key) return &value;
  }
  return nullptr;
}

std::string_view Value::text_or(std::string_view key, std::string_view fallback) const {
  const Value* member = find(key);
  return member && member->is_string() ? std::string_view(member->text_) : fallback;
}

double Value::number_or(std::string_view key, double fallback) const {
  const Value* member = find(key);
  return member && member->is_number() ? member->number_ : fallback;
}

bool Value::bool_or(std::string_view key, bool fallback) const {
  const Value* member = find(key);
  return member && member->is_bool() ? member->number_ != 0 : fallback;
}

Value& Value::set(std::string_view key, Value value) {
  if (is_null()) kind_ = Kind::object;
  for (auto& [name, member] : members_) {
    if (name == key) {
      member = std::move(value);
      return *this;
    }
  }
  members_.emplace_back(std::string(key), std::move(value));
  return *this;
}

Value& Value::push(Value value) {
  if (is_null()) kind_ = Kind::array;
  items_.push_back(std::move(value));
  return *this;
}

std::string Value::dump() const {
  Writer out;
  write(out, *this);
  return out.take();
}

}  // namespace hufu::json
