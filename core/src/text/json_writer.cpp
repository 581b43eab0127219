#include "text/json_writer.h"

#include <cmath>

#include "text/json.h"
#include "text/number.h"
#include "text/utf8.h"

namespace hufu::json {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

void append_escaped(Text& out, char letter) {
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

void append_text(Text& out, std::string_view text) {
  out.push_back('"');
  while (!text.empty()) {
    const std::size_t length = text::utf8_length(text);
    const auto first = static_cast<unsigned char>(text.front());
    if (length == 0) {
      out += text::kReplacement;
    } else if (first < 0x20 || first == '"' || first == '\\') {
      append_escaped(out, text.front());
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? text::ill_formed_length(text) : length);
  }
  out.push_back('"');
}

}  // namespace

void Writer::comma() {
  if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') {
    out_.push_back(',');
  }
}

Writer& Writer::open(char bracket) {
  comma();
  out_.push_back(bracket);
  return *this;
}

Writer& Writer::close(char bracket) {
  out_.push_back(bracket);
  return *this;
}

Writer& Writer::key(std::string_view name) {
  text(name);
  out_.push_back(':');
  return *this;
}

Writer& Writer::text(std::string_view value) {
  comma();
  append_text(out_, value);
  return *this;
}

Writer& Writer::number(double value) {
  if (!std::isfinite(value)) return null();
  if (value == std::floor(value) && std::fabs(value) <= kExactIntegers) {
    return integer(static_cast<std::int64_t>(value));
  }
  comma();
  text::append_number(out_, value);
  return *this;
}

Writer& Writer::integer(std::int64_t value) {
  comma();
  text::append_integer(out_, value);
  return *this;
}

Writer& Writer::boolean(bool value) {
  comma();
  out_ += value ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  comma();
  out_ += "null";
  return *this;
}

Writer& Writer::value(const Value& value) {
  if (value.is_string()) return text(value.text());
  if (value.is_bool()) return boolean(value.is_true());
  if (const auto whole = value.integer()) return integer(*whole);
  if (const auto number = value.number()) return this->number(*number);
  if (value.is_array()) {
    open('[');
    for (const Value& item : value.items())
      this->value(item);
    return close(']');
  }
  if (!value.is_object()) return null();
  open('{');
  for (const auto& [name, member] : value.members())
    key(name).value(member);
  return close('}');
}

Text dump(const Value& value) { return Writer().value(value).take(); }

}  // namespace hufu::json
