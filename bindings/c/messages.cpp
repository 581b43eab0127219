#include "messages.h"

#include <string>
#include <type_traits>
#include <utility>

#include "catalogue/enumerations.h"
#include "text/json.h"
#include "text/json_writer.h"

namespace hufu::codec {
namespace {

using flow::Outgoing;
using json::Writer;

// `{"code","action","retry_after_ms","http_status","detail"}`, and `"server_message"`
// where the server said something.
void write(Writer& out, const Fault& fault) {
  const Facts& facts = *fault;
  out.open('{').key("code").text(describe(facts.code).name);
  out.key("action").text(name(fault.action()));
  out.key("retry_after_ms").number(facts.retry_after_ms);
  out.key("http_status").number(facts.http_status).key("detail").text(facts.detail);
  if (!facts.server_message.empty()) out.key("server_message").text(facts.server_message);
  out.close('}');
}

void write_members(Writer& out, const Value& object) {
  for (const auto& [key, member] : object.members())
    out.key(key).value(member);
}

constexpr std::string_view kTypes[] = {"effect", "cancel", "done", "event"};

// ---- in: the configuration ----------------------------------------------------------------------

// Whether the value is what the field takes.
bool take(const Value& given, std::string& into) {
  into = std::string_view(given.text());
  return given.is_string();
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
    if (!given.is_string() || given.text() != type.value_name(one)) continue;
    into = static_cast<E>(one);
    return true;
  }
  return false;
}

}  // namespace

Text encode(const Outgoing& outgoing) {
  Writer out;
  out.open('{').key("type").text(kTypes[static_cast<std::size_t>(outgoing.kind)]);
  if (outgoing.kind == Outgoing::Kind::done) {
    out.key("operation").number(outgoing.id);
    if (outgoing.fault) {
      write(out.key("error"), outgoing.fault);
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

Text encode_error(const Fault& fault) {
  Writer out;
  write(out, fault);
  return out.take();
}

Error decode_error(std::string_view text) {
  const Value object = decode_object(text);
  const ErrorInfo* const known = find_error(object.text_or("code", ""));
  if (known == nullptr) return {};
  return {known->code, std::string(object.text_or("detail", "")),
          object.number_or("retry_after_ms", 0), 0};
}

Value decode_object(std::string_view text) {
  if (text.empty()) return Value::object();
  std::optional<Value> value = json::parse_leniently(text);
  return value && value->is_object() ? *std::move(value) : Value();
}

Fault decode_config(std::string_view text, Config& into) {
  const Value object = decode_object(text);
  if (object.is_null()) return Fault(Errc::invalid_argument, "config");
  std::string_view unfit;
  Config::fields(into, [&](std::string_view field, auto& setting) {
    const Value* given = object.find(field);
    if (given != nullptr && unfit.empty() && !take(*given, setting)) unfit = field;
  });
  return unfit.empty() ? Fault() : Fault(Errc::invalid_argument, unfit);
}

}  // namespace hufu::codec
