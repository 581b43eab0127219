#include "text/cookies.h"

#include <algorithm>
#include <utility>

#include "text/ascii.h"
#include "text/base64url.h"
#include "text/number.h"
#include "text/url.h"

namespace hufu::text {
namespace {

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

// The text of that cookie; null if there is none.
Value find_cookie(const Value& cookies, std::string_view name) {
  for (const Value& each : cookies.items()) {
    const List<Value>& pair = each.items();
    const bool named = pair.size() == 2 && pair[0].is_string() && pair[0].text() == name;
    if (named && pair[1].is_string()) return pair[1];
  }
  return {};
}

Text part_name(std::string_view name, std::size_t part) {
  Text whole = Text(name).append(".");
  append_integer(whole, static_cast<std::int64_t>(part));
  return whole;
}

void add(Value& pairs, std::string_view name, Value value) {
  pairs.push(Value::array().push(name).push(std::move(value)));
}

}  // namespace

Value encode_cookies(std::string_view name, const Value& value, const Value& present) {
  Value pairs = Value::array();
  if (value.is_string()) {
    const Text whole = Text(kPrefix).append(to_base64url(value.text()));
    if (whole.size() <= kChunk) add(pairs, name, whole);
    for (std::size_t at = 0; whole.size() > kChunk && at < whole.size(); at += kChunk) {
      add(pairs, part_name(name, at / kChunk), whole.substr(at, kChunk));
    }
  }
  for (const Value& each : present.items()) {
    const Text cookie = each.text();
    const bool stale = each.is_string() && is_chunk_of(cookie, name);
    if (stale && find_cookie(pairs, cookie).is_null()) add(pairs, cookie, Value());
  }
  return pairs;
}

Value decode_cookies(std::string_view name, const Value& cookies) {
  Text whole = find_cookie(cookies, name).text();
  const bool in_parts = whole.empty();
  for (std::size_t part = 0; in_parts; ++part) {
    const Value chunk = find_cookie(cookies, part_name(name, part));
    if (chunk.is_null()) break;
    whole += chunk.text();
  }
  if (whole.empty()) return {};
  // Jars decode what they give. One that does not is known by the first letter, which no JSON has.
  if (whole.starts_with('%')) return Value(decode_component(whole));
  if (!whole.starts_with(kPrefix)) return Value(std::move(whole));
  auto decoded = from_base64url(std::string_view(whole).substr(kPrefix.size()));
  return decoded ? Value(*std::move(decoded)) : Value();
}

}  // namespace hufu::text
