// A request and a response as plain values.
#include "http/message.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crypto/encoding.h"

namespace hufu::mock {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
}

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

int hex_digit(char symbol) {
  if (symbol >= '0' && symbol <= '9') return symbol - '0';
  const char letter = lower(symbol);
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  return -1;
}

bool is_unreserved(char symbol) {
  const char letter = lower(symbol);
  return (letter >= 'a' && letter <= 'z') || (symbol >= '0' && symbol <= '9') ||
         std::string_view("-._~").find(symbol) != std::string_view::npos;
}

}  // namespace

void Headers::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string name, std::string value) {
  std::erase_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
  add(std::move(name), std::move(value));
}

std::optional<std::string> Headers::find(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (same_name(field, name)) return value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields_, [&](const auto& field) { return same_name(field.first, name); }));
}

std::optional<std::string> Request::query_value(const std::string& name) const {
  const auto found = query.find(name);
  if (found == query.end()) return std::nullopt;
  return found->second;
}

Response json_response(int status, const nlohmann::json& value) {
  return text_response(status, value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                       "application/json; charset=utf-8");
}

Response text_response(int status, std::string text, std::string content_type) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", std::move(content_type));
  response.body = std::move(text);
  return response;
}

Response empty_response(int status) {
  Response response;
  response.status = status;
  return response;
}

std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space) {
  std::string decoded;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '%') {
      if (index + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[index + 1]);
      const int low = hex_digit(text[index + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      index += 2;
    } else {
      decoded += plus_is_space && text[index] == '+' ? ' ' : text[index];
    }
  }
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

std::string encode_percent(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char symbol : text) {
    if (is_unreserved(symbol)) {
      encoded += symbol;
    } else {
      const auto value = static_cast<unsigned char>(symbol);
      encoded += '%';
      encoded += digits[value >> 4];
      encoded += digits[value & 15];
    }
  }
  return encoded;
}

std::optional<std::multimap<std::string, std::string>> parse_form(std::string_view text) {
  std::multimap<std::string, std::string> fields;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = decode_percent(pair.substr(0, equals), true);
    const auto value = decode_percent(pair.substr(std::min(pair.size(), equals + 1)), true);
    if (!name || !value) return std::nullopt;
    fields.emplace(*name, *value);
  }
  return fields;
}

}  // namespace hufu::mock
