#include "face/typed.h"

#include <array>
#include <type_traits>
#include <utility>

#include "catalogue/enumerations.h"
#include "text/base64url.h"
#include "text/json.h"

namespace hufu::typed {
namespace {

// ---- structs to values --------------------------------------------------------------------------

Value written(const std::string& text) { return text; }
Value written(const Secret& secret) { return secret.reveal(); }
Value written(bool flag) { return flag; }
// What is no JSON stays a text, and is refused as one.
Value written(const Json& object) { return json::parse(object.text).value_or(Value(object.text)); }
Value written(int number) { return number; }
Value written(Errc code) { return describe(code).name; }
Value written(Base64<const std::string> from) { return text::to_base64url(from.bytes); }

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
void read(const Value& from, Json& into) {
  if (from.is_object()) into.text = json::dump(from).to_std();
}
void read(const Value& from, bool& into) {
  if (from.is_bool()) into = from.is_true();
}
void read(const Value& from, int& into) { into = static_cast<int>(from.number().value_or(into)); }
void read(const Value& from, double& into) { into = from.number().value_or(into); }
void read(const Value& from, std::size_t& into) {
  into = static_cast<std::size_t>(from.number().value_or(0));
}
template <class Id>
void read_id(const Value& from, Id& into) {
  into = Id{static_cast<std::uint32_t>(from.number().value_or(0))};
}
void read(const Value& from, EffectId& into) { read_id(from, into); }
void read(const Value& from, OperationId& into) { read_id(from, into); }
void read(const Value& from, std::optional<Errc>& into) {
  if (const ErrorInfo* row = find_error(from.text())) into = row->code;
}
void read(const Value& from, Base64<std::string> into) {
  if (const auto bytes = text::from_base64url(from.text())) into.bytes = bytes->to_std();
}

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

// A newer version may have left a note with a cause that nobody here knows: nothing is told of it.
void read(const Value& from, std::optional<SessionEnd>& into) {
  const std::string_view cause = from.text_or("cause", "");
  for (std::uint8_t one = 0; one < enumeration<EndCause>().count; ++one) {
    if (enumeration<EndCause>().value_name(one) == cause) into = struct_of<SessionEnd>(from);
  }
}

template <class Struct>
void read(const Value& from, std::vector<Struct>& into) {
  for (const Value& each : from.items())
    into.push_back(struct_of<Struct>(each));
}

template <class Struct>
Struct struct_of(const Value& from) {
  Struct into;
  Struct::fields(into, [&](std::string_view name, auto&& field) {
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

template <class... Effects>
Effect effect_of(const Value& from, std::type_identity<std::variant<Effects...>>) {
  Effect effect;
  const std::string_view kind = from.text_or("kind", "");
  const auto is = [&]<class One>(std::type_identity<One>) {
    if (One::kName == kind) effect = struct_of<One>(from);
  };
  (is(std::type_identity<Effects>()), ...);
  return effect;
}

}  // namespace

std::string_view operation_name(const Operation& operation) {
  return std::visit([](const auto& one) { return one.kName; }, operation);
}

Value arguments(const Operation& operation) {
  return std::visit([](const auto& one) { return members_of(one); }, operation);
}

Value answer(const Answer& answer) {
  return std::visit([](const auto& one) { return members_of(one); }, answer);
}

Message message(const flow::Outgoing& outgoing, std::size_t outcome_of) {
  using Kind = flow::Outgoing::Kind;
  switch (outgoing.kind) {
    case Kind::effect:
      return EffectMessage{EffectId{outgoing.id},
                           effect_of(outgoing.body, std::type_identity<Effect>())};
    case Kind::cancel: return CancelMessage{EffectId{outgoing.id}};
    case Kind::event: return EventMessage{struct_of<Event>(outgoing.body)};
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
