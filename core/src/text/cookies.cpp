#include "text/cookies.h"

#include <algorithm>
#include <utility>

#include "text/ascii.h"
#include "text/base64url.h"

namespace hufu::text {
namespace {

using json::Value;

constexpr std::size_t kChunk = 3180;  // browsers stop at 4,096 with name and attributes
constexpr std::string_view kPrefix = "base64-";

// `name`, or `name.7`.
bool is_chunk_of(std::string_view cookie, std::string_view name) {
  if (!cookie.starts_with(name)) return false;
  cookie.remove_prefix(name.size());
  if (cookie.empty()) return true;
  if (cookie.front() != '.' || cookie.size() == 1) return false;
  cookie.remove_prefix(1);
  const bool padded = cookie.size() > 1 && cookie.front() == '0';
  return !padded && std::all_of(cookie.begin(), cookie.end(), is_digit);
}

const std::string* find_cookie(const Value& cookies, std::string_view name) {
  for (const Value& each : cookies.items()) {
    const std::vector<Value>& pair = each.items();
    const bool named = pair.size() == 2 && pair[0].text() && *pair[0].text() == name;
    if (named && pair[1].text()) return pair[1].text();
  }
  return nullptr;
}

void add(Value& pairs, std::string_view name, Value value) {
  pairs.push(Value::array().push(name).push(std::move(value)));
}

int hex_digit(char digit) {
  if (is_digit(digit)) return digit - '0';
  const char letter = to_lower(digit);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// What cannot be decoded stays as it is.
std::string decode_percent(std::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(1)) {
    const bool encoded =
        text.size() > 2 && text[0] == '%' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0;
    if (!encoded) {
      out.push_back(text.front());
      continue;
    }
    out.push_back(static_cast<char>(hex_digit(text[1]) * 16 + hex_digit(text[2])));
    text.remove_prefix(2);
  }
  return out;
}

}  // namespace

Value encode_cookies(std::string_view name, const Value& value, const Value& present) {
  Value pairs = Value::array();
  if (value.is_string()) {
    const std::string whole = std::string(kPrefix) + to_base64url(*value.text());
    if (whole.size() <= kChunk) add(pairs, name, whole);
    for (std::size_t at = 0; whole.size() > kChunk && at < whole.size(); at += kChunk) {
      const std::string chunk_name = std::string(name) + "." + std::to_string(at / kChunk);
      add(pairs, chunk_name, whole.substr(at, kChunk));
    }
  }
  for (const Value& each : present.items()) {
    const std::string* cookie = each.text();
    const bool stale = cookie && is_chunk_of(*cookie, name) && !find_cookie(pairs, *cookie);
    if (stale) add(pairs, *cookie, Value());
  }
  return pairs;
}

Value decode_cookies(std::string_view name, const Value& cookies) {
  std::string whole;
  if (const std::string* one = find_cookie(cookies, name); one && !one->empty()) {
    whole = *one;
  } else {
    for (int i = 0;; ++i) {
      const std::string* chunk = find_cookie(cookies, std::string(name) + "." + std::to_string(i));
      if (!chunk) break;
      whole += *chunk;
    }
  }
  if (whole.empty()) return {};
  // Jars decode what they give. One that does not is known by the first letter, which no JSON has.
  if (whole.starts_with('%')) return Value(decode_percent(whole));
  if (!whole.starts_with(kPrefix)) return Value(std::move(whole));
  auto decoded = from_base64url(std::string_view(whole).substr(kPrefix.size()));
  return decoded ? Value(*std::move(decoded)) : Value();
}

}  // namespace hufu::text
