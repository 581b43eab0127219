#include "messages.h"

#include <utility>

#include "catalogue/enumerations.h"
#include "catalogue/fields.h"
#include "text/json_writer.h"

namespace hufu::codec {
namespace {

using flow::Outgoing;
using json::Value;
using json::Writer;

// `{"code","action","message","retry_after_ms","http_status","detail"}`, and `"server_message"`
// where the server said something.
void write(Writer& out, const Error& error) {
  out.open('{').key("code").text(describe(error.code).name);
  out.key("action").text(name(error.action())).key("message").text(error.message());
  out.key("retry_after_ms").number(error.retry_after_ms);
  out.key("http_status").number(error.http_status).key("detail").text(error.detail);
  if (!error.server_message.empty()) out.key("server_message").text(error.server_message);
  out.close('}');
}

void write_members(Writer& out, const Value& object) {
  for (const auto& [key, member] : object.members())
    member.write(out.key(key));
}

constexpr std::string_view kTypes[] = {"effect", "cancel", "done", "event"};

// ---- in: the configuration ----------------------------------------------------------------------

constexpr std::string_view kConfig =
    "base_url backend=unified platform=desktop send_platform& session=own app_key connection "
    "origins[] "
    "allow_http& "
    "storage_key=hufu.session silent_sign_in& early_refresh_ms#=60000 lock_wait_ms#=35000 "
    "uptime_counts_suspend&=1";

// Whether the name of one of its values stands there.
template <class E>
bool read_enumerated(const Value& from, std::string_view field, E& into) {
  const Enumeration type = enumeration<E>();
  for (std::uint8_t one = 0; one < type.count; ++one) {
    if (type.value_name(one) != from.text_or(field, "")) continue;
    into = static_cast<E>(one);
    return true;
  }
  return false;
}

Error wrong(std::string_view field) { return {Errc::invalid_argument, std::string(field), 0, 0}; }

}  // namespace

std::string encode(const Outgoing& outgoing) {
  Writer out;
  out.open('{').key("type").text(kTypes[static_cast<std::size_t>(outgoing.kind)]);
  if (outgoing.kind == Outgoing::Kind::done) {
    out.key("operation").number(outgoing.id);
    if (outgoing.error) {
      write(out.key("error"), *outgoing.error);
    } else {
      write_members(out.key("value").open('{'), outgoing.body);
      out.close('}');
    }
  } else {
    if (outgoing.id != 0) out.key("id").number(outgoing.id);
    write_members(out, outgoing.body);
  }
  return out.close('}').take();
}

std::string encode_error(const Error& error) {
  Writer out;
  write(out, error);
  return out.take();
}

Value decode_object(std::string_view text) {
  if (text.empty()) return Value::object();
  std::optional<Value> value = json::parse_leniently(text);
  return value && value->is_object() ? *std::move(value) : Value();
}

Result<Config> decode_config(std::string_view text) {
  const Value object = decode_object(text);
  if (object.is_null()) return wrong("config");
  Result<Value> read = read_fields(kConfig, object);
  if (!read) return std::move(read.error());
  Config config;
  if (!read_enumerated(*read, "backend", config.backend)) return wrong("backend");
  if (!read_enumerated(*read, "platform", config.platform)) return wrong("platform");
  config.send_platform = read->bool_or("send_platform", false);
  if (!read_enumerated(*read, "session", config.session)) return wrong("session");
  for (const Value& each : read->find("origins")->items())
    config.origins.push_back(*each.text());
  config.base_url = read->take_text("base_url");
  config.app_key = read->take_text("app_key");
  config.connection = read->take_text("connection");
  config.allow_http = read->bool_or("allow_http", false);
  config.storage_key = read->take_text("storage_key");
  config.silent_sign_in = read->bool_or("silent_sign_in", false);
  config.early_refresh_ms = read->number_or("early_refresh_ms", 0);
  config.lock_wait_ms = read->number_or("lock_wait_ms", 0);
  config.uptime_counts_suspend = read->bool_or("uptime_counts_suspend", true);
  return config;
}

}  // namespace hufu::codec
