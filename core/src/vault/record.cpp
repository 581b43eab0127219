#include "vault/record.h"

#include <algorithm>
#include <utility>

#include "text/headers.h"
#include "text/json.h"

namespace hufu::vault {
namespace {

constexpr int kVersion = 1;
constexpr std::string_view kVersionKey = "hufu_session";

// A JSON Web Token begins with the base64url of `{"`.
bool is_bare_token(std::string_view text) {
  return text.starts_with("eyJ") && text.find_first_not_of(
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789-_.") == std::string_view::npos;
}

json::Value write_user(const User& user) {
  json::Value value = json::Value::object();
  value.set("id", user.id).set("nickname", user.nickname).set("avatar_url", user.avatar_url);
  return value;
}

std::optional<User> read_user(const json::Value* value) {
  if (value == nullptr || !value->is_object()) return std::nullopt;
  return User{std::string(value->text_or("id", "")), std::string(value->text_or("nickname", "")),
              std::string(value->text_or("avatar_url", ""))};
}

// Version 0 knows neither its server nor its life: it is taken for this server's, and a first 401
// renews it.
ReadRecord read_version_0(std::string_view text, std::string_view backend,
                          std::string_view base_url, Now now) {
  ReadRecord read{Reading::ok, {}};
  read.record.backend = backend;
  read.record.base_url = base_url;
  read.record.access_token = Secret(std::string(text));
  read.record.received = now.wall;
  return read;
}

ReadRecord read_version_1(const json::Value& value, Now now) {
  ReadRecord read{Reading::ok, {}};
  Record& record = read.record;
  record.backend = value.text_or("backend", "");
  record.base_url = value.text_or("base_url", "");
  record.access_token = Secret(std::string(value.text_or("access_token", "")));
  record.refresh_token = Secret(std::string(value.text_or("refresh_token", "")));
  record.received = WallTime{value.number_or("received_ms", 0)};
  record.lifetime_ms = std::max(0.0, value.number_or("lifetime_ms", 0));
  record.user = read_user(value.find("user"));
  record.needs_user = value.bool_or("needs_user", false);
  record.expires = expiry(record.received, record.lifetime_ms, now);
  if (!text::is_clean_token(record.access_token.reveal())) read.reading = Reading::corrupt;
  return read;
}

}  // namespace

std::string write_record(const Record& record) {
  json::Value value = json::Value::object();
  value.set(kVersionKey, kVersion)
      .set("backend", record.backend)
      .set("base_url", record.base_url)
      .set("access_token", record.access_token.reveal())
      .set("refresh_token", record.refresh_token.reveal())
      .set("received_ms", record.received.ms)
      .set("lifetime_ms", record.lifetime_ms);
  if (record.user) value.set("user", write_user(*record.user));
  if (record.needs_user) value.set("needs_user", true);
  return value.dump();
}

ReadRecord read_record(std::string_view text, std::string_view backend, std::string_view base_url,
                       Now now) {
  if (is_bare_token(text)) return read_version_0(text, backend, base_url, now);
  const std::optional<json::Value> value = json::parse(text);
  if (!value || !value->is_object()) return {};
  const double version = value->number_or(kVersionKey, 0);
  if (version > kVersion) return {Reading::foreign, {}};
  if (version != kVersion) return {};
  ReadRecord read = read_version_1(*value, now);
  if (read.reading == Reading::ok &&
      (read.record.backend != backend || read.record.base_url != base_url)) {
    read.reading = Reading::foreign;
  }
  return read;
}

Uptime expiry(WallTime received, Millis lifetime_ms, Now now) {
  const Millis remaining = lifetime_ms - (now.wall.ms - received.ms);
  return Uptime{now.uptime.ms + std::clamp(remaining, 0.0, lifetime_ms)};
}

}  // namespace hufu::vault
