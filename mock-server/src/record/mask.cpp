// Takes the secrets out of an exchange.
#include "record/mask.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "record/harmless.h"

namespace hufu::mock::record {
namespace {

using nlohmann::json;

std::string media_type(const Headers& headers) {
  std::string type = headers.find("Content-Type").value_or("");
  return type.substr(0, type.find(';'));
}

json size_of(const std::string& body) { return {{"bytes", body.size()}}; }

// "Bearer": the scheme of an Authorization field is no secret, what follows is.
std::size_t scheme_length(const std::string& value) {
  for (const std::string_view scheme : {"Bearer ", "bearer ", "Basic "}) {
    if (value.starts_with(scheme)) return scheme.size();
  }
  return 0;
}

void add(json& object, const std::string& name, json value) {
  if (!object.contains(name)) {
    object[name] = std::move(value);
    return;
  }
  if (!object[name].is_array()) object[name] = json::array({object[name]});
  object[name].push_back(std::move(value));
}

}  // namespace

Mask::Mask() : key_(random_bytes(32)) {}

std::string Mask::text(std::string_view secret) const {
  if (secret.empty()) return "";
  return "masked:" + encode_hex(hmac_sha256(key_, secret)).substr(0, 12);
}

std::string Mask::name(const std::string& name) const {
  return looks_like_a_name(name) ? name : text(name);
}

std::string Mask::method(const std::string& method) const {
  const bool plain = method.size() <= 8 && std::ranges::all_of(method, [](char symbol) {
                       return symbol >= 'A' && symbol <= 'Z';
                     });
  return plain ? method : text(method);
}

json Mask::headers(const Headers& headers) const {
  json object = json::object();
  for (const auto& [name, value] : headers.all())
    add(object, name, header(name, value));
  return object;
}

std::string Mask::header(const std::string& name, const std::string& value) const {
  const std::string lower = lower_case(name);
  if (lower == "authorization") {
    const std::size_t scheme = scheme_length(value);
    return value.substr(0, scheme) + text(std::string_view(value).substr(scheme));
  }
  if (lower == "location") return url(value);
  return is_harmless_header(lower) ? value : text(value);
}

// Where a redirect leads, without what it carries there.
std::string Mask::url(const std::string& value) const {
  const std::size_t end = std::min(value.find_first_of("?#"), value.size());
  return value.substr(0, end) + (end < value.size() ? "?" + text(value.substr(end)) : "");
}

json Mask::query(const Request& request) const {
  json object = json::object();
  for (const auto& [name, value] : request.query)
    add(object, this->name(name), this->value(name, value));
  return object;
}

std::string Mask::path(const Request& request) const {
  std::string path = request.route;
  for (const auto& [name, value] : request.parameters) {
    const std::string place = "{" + name + "}";
    const std::size_t at = path.find(place);
    const bool harmless = is_harmless_member(name);
    if (at != std::string::npos) path.replace(at, place.size(), harmless ? value : text(value));
  }
  return path;
}

json Mask::body(const Headers& headers, const std::string& body) const {
  if (body.empty()) return nullptr;
  const std::string type = media_type(headers);
  if (type == "application/x-www-form-urlencoded") {
    const auto form = parse_form(body);
    if (!form) return size_of(body);
    json object = json::object();
    for (const auto& [name, value] : *form)
      add(object, this->name(name), this->value(name, value));
    return object;
  }
  // WeChat's answers are JSON that calls itself text.
  const json parsed = json::parse(body, nullptr, false);
  if (!parsed.is_object() && !parsed.is_array()) return size_of(body);
  return value("", parsed);
}

json Mask::members(const json& object) const {
  json masked = json::object();
  for (const auto& [name, member] : object.items())
    masked[this->name(name)] = value(name, member);
  return masked;
}

json Mask::value(const std::string& name, const json& value) const {
  if (value.is_object()) return members(value);
  if (value.is_array()) {
    json list = json::array();
    for (const json& entry : value)
      list.push_back(this->value(name, entry));
    return list;
  }
  if (value.is_null() || value.is_boolean() || is_harmless_member(name)) return value;
  const std::string plain = value.is_string() ? value.get<std::string>() : value.dump();
  return name == "state" && is_known_state(plain) ? plain : text(plain);
}

}  // namespace hufu::mock::record
