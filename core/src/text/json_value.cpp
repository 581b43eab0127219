// The JSON value and its writer.
#include <cmath>

#include "text/json.h"
#include "text/number.h"

namespace hufu::json {
namespace {

constexpr std::int64_t kExactIntegers = std::int64_t{1} << 53;

// The length of the well-formed UTF-8 sequence at the start of `text`, 0 if there is none.
// (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.)
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto follows = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || !follows(1)) return 0;
  if (first < 0xE0) return 2;
  if (!follows(2)) return 0;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first > 0xF4 || (first == 0xF4 && second > 0x8F);
  return overlong || beyond || !follows(3) ? 0 : 4;
}

void append_escaped(std::string& out, char letter) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kShort = "\"\"\\\\\bb\ff\nn\rr\tt";
  out.push_back('\\');
  for (std::size_t i = 0; i < kShort.size(); i += 2) {
    if (kShort[i] == letter) {
      out.push_back(kShort[i + 1]);
      return;
    }
  }
  out += "u00";
  out.push_back(kHex[static_cast<unsigned char>(letter) >> 4]);
  out.push_back(kHex[static_cast<unsigned char>(letter) & 15]);
}

void append_text(std::string& out, std::string_view text) {
  out.push_back('"');
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (first < 0x20 || first == '"' || first == '\\') {
      append_escaped(out, text.front());
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out.push_back('"');
}

void append(std::string& out, const Value& value) {
  if (const std::string* text = value.text()) {
    append_text(out, *text);
  } else if (value.is_object()) {
    char before = '{';
    for (const auto& [key, member] : value.members()) {
      out.push_back(before);
      append_text(out, key);
      out.push_back(':');
      append(out, member);
      before = ',';
    }
    out += value.members().empty() ? "{}" : "}";
  } else if (value.is_array()) {
    char before = '[';
    for (const Value& item : value.items()) {
      out.push_back(before);
      append(out, item);
      before = ',';
    }
    out += value.items().empty() ? "[]" : "]";
  } else if (const auto whole = value.integer()) {
    text::append_integer(out, *whole);
  } else if (const auto number = value.number()) {
    text::append_number(out, *number);
  } else if (const auto flag = value.boolean()) {
    out += *flag ? "true" : "false";
  } else {
    out += "null";
  }
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

Value::Value(double value) {
  if (!std::isfinite(value)) return;  // JSON has no such number
  kind_ = Kind::number;
  number_ = value;
  whole_ = value == std::floor(value) && std::fabs(value) <= static_cast<double>(kExactIntegers);
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
  std::string out;
  append(out, *this);
  return out;
}

}  // namespace hufu::json
