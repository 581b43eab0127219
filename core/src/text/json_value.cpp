// The JSON value.
#include <cmath>

#include "text/json.h"
#include "text/json_writer.h"

namespace hufu::json {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

}  // namespace

Value::~Value() { wipe(text_); }

Value& Value::operator=(Value&& other) noexcept {
  if (this == &other) return *this;
  wipe(text_);
  kind_ = other.kind_;
  whole_ = other.whole_;
  number_ = other.number_;
  integer_ = other.integer_;
  text_ = std::move(other.text_);
  items_ = std::move(other.items_);
  members_ = std::move(other.members_);
  return *this;
}

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

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
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
  if (Value* member = find(key)) {
    *member = std::move(value);
    return *this;
  }
  members_.emplace_back(std::string(key), std::move(value));
  return *this;
}

Value& Value::push(Value value) {
  if (is_null()) kind_ = Kind::array;
  items_.push_back(std::move(value));
  return *this;
}

std::string Value::take_text(std::string_view key) {
  Value* member = find(key);
  return member ? std::move(member->text_) : std::string();
}

Value Value::take(std::string_view key) {
  Value taken;
  for (auto member = members_.begin(); member != members_.end(); ++member) {
    if (member->first != key) continue;
    taken = std::move(member->second);
    members_.erase(member);
    break;
  }
  return taken;
}

std::string Value::dump() const {
  Writer out;
  write(out);
  return out.take();
}

void Value::write(Writer& out) const {
  switch (kind_) {
    case Kind::null: out.null(); break;
    case Kind::boolean: out.boolean(number_ != 0); break;
    case Kind::text: out.text(text_); break;
    case Kind::number:
      if (whole_) {
        out.integer(integer_);
      } else {
        out.number(number_);
      }
      break;
    case Kind::array:
      out.open('[');
      for (const Value& item : items_)
        item.write(out);
      out.close(']');
      break;
    case Kind::object:
      out.open('{');
      for (const auto& [key, member] : members_)
        member.write(out.key(key));
      out.close('}');
      break;
  }
}

}  // namespace hufu::json
