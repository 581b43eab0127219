#include "vault/record.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "dialects/dialect.h"
#include "text/headers.h"
#include "text/json.h"
#include "text/jwt.h"
#include "text/url.h"
#include "vault/end.h"

namespace hufu::vault {
namespace {

constexpr int kVersion = 1;
// Two clocks may differ by this much; a record from further ahead was written before ours was set
// back.
constexpr Millis kClockTolerance = 300'000;
constexpr const char* kVersionKey = "hufu_session";

// A JSON Web Token begins with the base64url of `{"`.
bool is_bare_token(std::string_view text) {
  return text.starts_with("eyJ") && text.find_first_not_of(
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789-_.") == std::string_view::npos;
}

Value read_user(const Value* value) {
  if (value == nullptr || !value->is_object()) return {};
  Value user = Value::object();
  for (const char* member : {"id", "nickname", "avatar_url"})
    user.set(member, value->text_of(member));
  return user;
}

// A token that names its server is not offered to another: that the record names none does not
// make it ours. What calls itself by two loopback names is one.
bool was_issued_elsewhere(std::string_view token, std::string_view base_url) {
  const Text issuer = text::read_claims(token).text_of("iss");
  const auto theirs = text::split_url(issuer);
  const auto ours = text::split_url(base_url);
  if (!theirs || !ours) return false;
  const bool local = text::is_loopback(theirs->host) && text::is_loopback(ours->host);
  return local ? theirs->port != ours->port : !text::same_origin(*theirs, *ours);
}

// Version 0 knows neither its server nor its life: it is taken for this server's, unless its token
// says otherwise, and a first 401 renews it.
ReadRecord read_version_0(std::string_view text, std::string_view backend,
                          std::string_view base_url, Now now) {
  if (was_issued_elsewhere(text, base_url)) return {Reading::foreign, {}};
  ReadRecord read{Reading::ok, {}};
  read.record.backend = backend;
  read.record.base_url = base_url;
  read.record.access_token = Text(text);
  read.record.received = now.wall;
  return read;
}

Text subject_of(const Record& record) {
  return text::read_claims(record.access_token).text_of("sub");
}

std::optional<bool> same_text(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return std::nullopt;
  return a == b;
}

// ---- as @supabase/supabase-js has it ------------------------------------------------------------

constexpr std::string_view kGotrue = "gotrue";
constexpr const char* kServerKey = "hufu_base_url";  // beside Supabase's members
constexpr Millis kSecond = 1000;
constexpr Millis kUsualLife = 3600 * kSecond;  // where `expires_at` stands alone

Value write_supabase(const Record& record) {
  const Millis end = record.received.ms + record.lifetime_ms;
  Value value = Value::object();
  value.set("access_token", record.access_token).set("token_type", "bearer");
  value.set("expires_in", record.lifetime_ms / kSecond);
  value.set("expires_at", std::floor(end / kSecond));
  value.set("refresh_token", record.refresh_token);
  if (!record.session_user.is_null()) value.set("user", record.session_user);
  value.set(kServerKey, record.base_url);
  if (record.needs_user) value.set("hufu_needs_user", true).set("hufu_ended", record.ended);
  return value;
}

ReadRecord read_supabase(const Value& value, std::string_view base_url) {
  const dialects::Grant grant = dialects::read_grant(dialects::dialect(BackendKind::gotrue), value);
  if (!grant) return {};
  const std::string_view server = value.text_or(kServerKey, "");
  const bool foreign =
      server.empty() ? was_issued_elsewhere(grant->access_token, base_url) : server != base_url;
  if (foreign) return {Reading::foreign, {}};
  ReadRecord read{Reading::ok, {}};
  Record& record = read.record;
  record.backend = kGotrue;
  record.base_url = base_url;
  record.access_token = grant->access_token;
  record.refresh_token = grant->refresh_token;
  record.lifetime_ms = grant->lifetime_ms;
  if (record.lifetime_ms == 0) record.lifetime_ms = kUsualLife;
  record.received = WallTime{value.number_or("expires_at", 0) * kSecond - record.lifetime_ms};
  record.user = grant->user;
  record.session_user = grant->session_user;
  record.needs_user = value.bool_or("hufu_needs_user", false);
  record.ended = read_end(value.find("hufu_ended"));
  return read;
}

// ---- our own ------------------------------------------------------------------------------------

ReadRecord read_version_1(const Value& value) {
  ReadRecord read{Reading::ok, {}};
  Record& record = read.record;
  record.backend = value.text_of("backend");
  record.base_url = value.text_of("base_url");
  record.access_token = value.text_of("access_token");
  record.refresh_token = value.text_of("refresh_token");
  record.received = WallTime{value.number_or("received_ms", 0)};
  record.lifetime_ms = std::max(0.0, value.number_or("lifetime_ms", 0));
  record.user = read_user(value.find("user"));
  record.needs_user = value.bool_or("needs_user", false);
  record.ended = read_end(value.find("ended"));
  if (!text::is_clean_token(record.access_token)) read.reading = Reading::corrupt;
  return read;
}

ReadRecord read_own(const Value& value, std::string_view backend, std::string_view base_url) {
  const double version = value.number_or(kVersionKey, 0);
  if (version > kVersion) return {Reading::foreign, {}};
  if (version != kVersion) return {};
  ReadRecord read = read_version_1(value);
  if (read.reading == Reading::ok &&
      (read.record.backend != backend || read.record.base_url != base_url)) {
    read.reading = Reading::foreign;
  }
  return read;
}

// ---- how long it lives --------------------------------------------------------------------------

// A record may have been written by a machine whose clock is wrong: a token that tells its own
// times is believed before it, but for a life that the server wanted shorter. Not where nothing
// could renew it: no clock of ours ends a session.
WallTime end_by_token(const Record& record, const Value& claims) {
  if (record.refresh_token.empty()) return {};
  const Millis end = claims.number_or("exp", 0) * kSecond;
  if (end <= 0) return {};
  const Millis begin = std::max(record.received.ms, claims.number_or("iat", 0) * kSecond);
  return WallTime{std::min(end, begin + record.lifetime_ms)};
}

// Nothing where it would be more than a whole life: one of the two clocks is wrong.
std::optional<Millis> left_until(Millis end, Millis now, Millis life) {
  if (end - now > life + kClockTolerance) return std::nullopt;
  return std::clamp(end - now, 0.0, life);
}

}  // namespace

Text write_record(const Record& record) {
  if (record.backend == kGotrue) return json::dump(write_supabase(record));
  Value value = Value::object();
  value.set(kVersionKey, kVersion)
      .set("backend", record.backend)
      .set("base_url", record.base_url)
      .set("access_token", record.access_token)
      .set("refresh_token", record.refresh_token)
      .set("received_ms", record.received.ms)
      .set("lifetime_ms", record.lifetime_ms);
  if (!record.user.is_null()) value.set("user", record.user);
  if (record.needs_user) value.set("needs_user", true).set("ended", record.ended);
  return json::dump(value);
}

ReadRecord read_record(std::string_view text, std::string_view backend, std::string_view base_url,
                       Now now, Millis server_offset_ms) {
  if (is_bare_token(text)) return read_version_0(text, backend, base_url, now);
  const std::optional<Value> value = json::parse_leniently(text);
  if (!value || !value->is_object()) return {};
  ReadRecord read =
      backend == kGotrue ? read_supabase(*value, base_url) : read_own(*value, backend, base_url);
  const Value claims = text::read_claims(read.record.access_token);
  read.record.assurance = claims.text_of("aal");
  read.record.end = end_by_token(read.record, claims);
  read.record.expires = expiry(read.record, now, server_offset_ms);
  return read;
}

Record record_of(const dialects::Grant& grant, const Config& config, Now now) {
  Record record;
  record.backend = name(config.backend);
  record.base_url = config.base_url;
  record.lifetime_ms = grant->lifetime_ms;
  record.access_token = grant->access_token;
  record.refresh_token = grant->refresh_token;
  record.received = now.wall;
  record.user = grant->user;
  record.session_user = grant->session_user;
  record.assurance = text::read_claims(record.access_token).text_of("aal");
  record.expires = Uptime{now.uptime.ms + record.lifetime_ms};
  return record;
}

bool same_tokens(const Record& a, const Record& b) {
  return a.access_token == b.access_token && a.refresh_token == b.refresh_token;
}

std::optional<bool> same_person(const Record& a, const Record& b) {
  const auto by_user = same_text(a.user.text_or("id", ""), b.user.text_or("id", ""));
  return by_user ? by_user : same_text(subject_of(a), subject_of(b));
}

Uptime expiry(const Record& record, Now now, Millis server_offset_ms) {
  const Millis life = record.lifetime_ms;
  std::optional<Millis> left;
  if (record.end.ms > 0) left = left_until(record.end.ms, now.wall.ms + server_offset_ms, life);
  if (!left) left = left_until(record.received.ms + life, now.wall.ms, life);
  return Uptime{now.uptime.ms + left.value_or(0)};  // else nobody knows how old it is
}

}  // namespace hufu::vault
