#include "face/typed.h"

#include <array>
#include <type_traits>
#include <utility>

#include "catalogue/enumerations.h"
#include "text/base64url.h"

namespace hufu::typed {
namespace {

// ---- structs to values --------------------------------------------------------------------------

Value written(const std::string& text) { return text; }
Value written(const Secret& secret) { return secret.reveal(); }
Value written(bool flag) { return flag; }

Value written(const std::vector<Header>& headers) {
  Value list = Value::array();
  for (const Header& each : headers)
    list.push(Value::array().push(each.name).push(each.value));
  return list;
}

template <class T>
Value written(const std::optional<T>& field) {
  return field ? written(*field) : Value();
}

template <class Struct>
Value members_of(const Struct& from) {
  Value object = Value::object();
  Struct::fields(
      from, [&](std::string_view name, const auto& field) { object.set(name, written(field)); });
  return object;
}

// ---- values to structs --------------------------------------------------------------------------

template <class Struct>
Struct struct_of(const Value& from);

void read(const Value& from, std::string& into) {
  if (from.is_string()) into = from.text().to_std();
}
void read(const Value& from, Secret& into) {
  if (from.is_string()) into = Secret(from.text().to_std());
}
void read(const Value& from, bool& into) { into = from.boolean().value_or(into); }
void read(const Value& from, int& into) { into = static_cast<int>(from.number().value_or(into)); }
void read(const Value& from, double& into) { into = from.number().value_or(into); }

void read(const Value& from, std::vector<Header>& into) {
  for (const Value& each : from.items())
    into.push_back({each.items()[0].text().to_std(), each.items()[1].text().to_std()});
}

template <class E>
requires std::is_enum_v<E>
void read(const Value& from, E& into) {
  for (std::uint8_t one = 0; from.is_string() && one < enumeration<E>().count; ++one) {
    if (enumeration<E>().value_name(one) == from.text()) into = static_cast<E>(one);
  }
}

template <class Struct>
void read(const Value& from, std::optional<Struct>& into) {
  if (from.is_object()) into = struct_of<Struct>(from);
}

template <class Struct>
void read(const Value& from, std::vector<Struct>& into) {
  for (const Value& each : from.items())
    into.push_back(struct_of<Struct>(each));
}

template <class Struct>
Struct struct_of(const Value& from) {
  Struct into;
  Struct::fields(into, [&](std::string_view name, auto& field) {
    if (const Value* member = from.find(name)) read(*member, field);
  });
  return into;
}

template <>
Nothing struct_of(const Value&) {
  return {};
}

// ---- outcomes and operations by index -----------------------------------------------------------

struct Row {
  Operation (*make)();
  Outcome (*read)(const Value&);
};

template <class One>
Operation make() {
  return Operation(std::in_place_type<One>);
}

template <class One>
Outcome read_outcome(const Value& from) {
  return struct_of<typename One::Outcome>(from);
}

template <class... Operations>
constexpr auto rows(std::type_identity<std::variant<Operations...>>) {
  return std::array{Row{&make<Operations>, &read_outcome<Operations>}...};
}

constexpr std::array kRows = rows(std::type_identity<Operation>());

// ---- effects ------------------------------------------------------------------------------------

std::string text(const Value& from, std::string_view member) {
  return std::string(from.text_or(member, ""));
}

std::vector<Header> headers_of(const Value& effect) {
  std::vector<Header> headers;
  read(*effect.find("headers"), headers);
  return headers;
}

std::uint32_t number(const Value& from, std::string_view member) {
  return static_cast<std::uint32_t>(from.number_or(member, 0));
}

Effect effect_of(const Value& from) {
  const std::string_view kind = from.text_or("kind", "");
  if (kind == HttpEffect::kName) {
    return HttpEffect{text(from, "flow"), text(from, "method"), text(from, "url"), headers_of(from),
                      Secret(text(from, "body"))};
  }
  if (kind == ForwardEffect::kName) {
    return ForwardEffect{OperationId{number(from, "operation")}, text(from, "method"),
                         text(from, "url"), headers_of(from)};
  }
  if (kind == UploadEffect::kName) {
    return UploadEffect{text(from, "url"), text(from, "file"), headers_of(from)};
  }
  if (kind == LoadEffect::kName) return LoadEffect{text(from, "key")};
  if (kind == SaveEffect::kName) {
    return SaveEffect{text(from, "key"), Secret(text(from, "value"))};
  }
  if (kind == EraseEffect::kName) return EraseEffect{text(from, "key")};
  if (kind == SleepEffect::kName) return SleepEffect{from.number_or("delay_ms", 0)};
  if (kind == RandomEffect::kName) return RandomEffect{number(from, "bytes")};
  if (kind == DigestEffect::kName) {
    return DigestEffect{text::from_base64url(from.text_or("bytes", ""))->to_std()};
  }
  if (kind == CredentialEffect::kName) {
    CredentialEffect credential;
    read(*from.find("credential"), credential.kind);
    credential.fresh = from.bool_or("fresh", false);
    credential.with_data = from.bool_or("with_data", false);
    return credential;
  }
  if (kind == LockEffect::kName)
    return LockEffect{text(from, "name"), from.number_or("wait_ms", 0)};
  if (kind == UnlockEffect::kName) {
    return UnlockEffect{EffectId{number(from, "lock")}, text(from, "name")};
  }
  return PresentEffect{text(from, "show"), text(from, "url"), text(from, "code"),
                       text(from, "number"), from.number_or("expires_in_ms", 0)};
}

Event event_of(const Value& from) {
  Event event;
  read(*from.find("kind"), event.kind);
  read(*from.find("state"), event.state);
  event.user = user(*from.find("user"));
  if (const ErrorInfo* row = find_error(from.text_or("reason", ""))) event.reason = row->code;
  return event;
}

// ---- answers ------------------------------------------------------------------------------------

Value answered(HttpAnswer& http) {
  Value value = Value::object();
  value.set("status", http.status).set("headers", written(http.headers));
  value.set("body", http.body);
  return value;
}
Value answered(ForwardAnswer& head) {
  return Value::object().set("status", head.status).set("headers", written(head.headers));
}
Value answered(LoadAnswer& loaded) { return Value::object().set("value", written(loaded.value)); }
Value answered(BytesAnswer& drawn) {
  return Value::object().set("bytes", text::to_base64url(drawn.bytes));
}
Value answered(CredentialAnswer& given) {
  Value value = Value::object();
  value.set("credential", written(given.value))
      .set("encrypted_data", written(given.encrypted_data));
  value.set("iv", written(given.iv)).set("raw_data", written(given.raw_data));
  value.set("signature", written(given.signature));
  return value;
}
Value answered(DoneAnswer&) { return Value::object(); }
Value answered(FailedAnswer& failed) {
  return Value::object().set("error", describe(failed.code).name).set("detail", failed.detail);
}

}  // namespace

std::string_view operation_name(const Operation& operation) {
  return std::visit([](const auto& one) { return one.kName; }, operation);
}

Value arguments(const Operation& operation) {
  return std::visit([](const auto& one) { return members_of(one); }, operation);
}

Value answer(Answer answer) {
  return std::visit([](auto& one) { return answered(one); }, answer);
}

Message message(flow::Outgoing outgoing, std::size_t outcome_of) {
  using Kind = flow::Outgoing::Kind;
  switch (outgoing.kind) {
    case Kind::effect: return EffectMessage{EffectId{outgoing.id}, effect_of(outgoing.body)};
    case Kind::cancel: return CancelMessage{EffectId{outgoing.id}};
    case Kind::event: return EventMessage{event_of(outgoing.body)};
    case Kind::done: break;
  }
  const OperationId id{outgoing.id};
  if (outgoing.fault) return DoneMessage{id, error(outgoing.fault)};
  return DoneMessage{id, kRows[outcome_of].read(outgoing.body)};
}

std::optional<User> user(const Value& user) {
  if (!user.is_object()) return std::nullopt;
  return struct_of<User>(user);
}

Error error(const Fault& fault) {
  return {fault.code(), fault.detail().to_std(), fault.retry_after_ms(), fault.http_status(),
          fault->server_message.to_std()};
}

Operation make_operation(std::size_t index) { return kRows[index].make(); }

}  // namespace hufu::typed
