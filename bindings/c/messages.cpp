#include "messages.h"

#include <type_traits>
#include <utility>

#include "catalogue/enumerations.h"
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

// Whether the value is what the field takes.
bool take(const Value& given, std::string& into) {
  const std::string* text = given.text();
  if (text != nullptr) into = *text;
  return text != nullptr;
}
bool take(const Value& given, bool& into) {
  into = given.is_true();
  return given.is_bool();
}
bool take(const Value& given, Millis& into) {
  into = given.number().value_or(0);
  return given.is_number();
}
bool take(const Value& given, std::vector<std::string>& into) {
  for (const Value& each : given.items()) {
    if (!take(each, into.emplace_back())) return false;
  }
  return given.is_array();
}
// The name of one of its values.
template <class E>
requires std::is_enum_v<E>
bool take(const Value& given, E& into) {
  const Enumeration type = enumeration<E>();
  for (std::uint8_t one = 0; one < type.count; ++one) {
    if (given.text() == nullptr || type.value_name(one) != *given.text()) continue;
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
  Config config;
  std::string_view unfit;
  Config::fields(config, [&](std::string_view field, auto& into) {
    const Value* given = object.find(field);
    if (given != nullptr && unfit.empty() && !take(*given, into)) unfit = field;
  });
  if (!unfit.empty()) return wrong(unfit);
  return config;
}

}  // namespace hufu::codec
