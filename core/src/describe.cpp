// describe(): the public surface as JSON, read off the same lists of fields that the codecs use.
#include <type_traits>

#include "enumerations.h"
#include "hufu/client.h"
#include "text/json.h"

namespace hufu {
namespace {

using json::Value;

// ---- the type of a field, as text: `text`, `secret`, `number?`, `[header]`, the name of an enum ----

std::string type_name(const std::string&) { return "text"; }
std::string type_name(const Secret&) { return "secret"; }
std::string type_name(bool) { return "bool"; }
std::string type_name(int) { return "int"; }
std::string type_name(double) { return "number"; }
std::string type_name(const Header&) { return "header"; }
std::string type_name(const Nothing&) { return "nothing"; }
std::string type_name(const SessionInfo&) { return "session"; }
std::string type_name(const User&) { return "user"; }
std::string type_name(const AccessToken&) { return "access_token"; }
std::string type_name(const FetchReply&) { return "fetch_reply"; }
std::string type_name(const Identity&) { return "identity"; }
std::string type_name(const Profile&) { return "profile"; }
std::string type_name(const BindCode&) { return "bind_code"; }
std::string type_name(const BindingPreview&) { return "binding_preview"; }
std::string type_name(const Binding&) { return "binding"; }
std::string type_name(const DevicePreview&) { return "device_preview"; }
std::string type_name(BackendKind) { return "backend"; }
std::string type_name(Platform) { return "platform"; }
std::string type_name(SessionSource) { return "session_source"; }
std::string type_name(SessionState) { return "state"; }

template <class T>
std::string type_name(const std::optional<T>&) {
  return type_name(T()) + "?";
}

template <class T>
std::string type_name(const std::vector<T>&) {
  return "[" + type_name(T()) + "]";
}

// ---- lists --------------------------------------------------------------------------------------

template <class Struct>
Value fields_of() {
  Value fields = Value::object();
  Struct one;
  Struct::fields(one, [&](std::string_view name, const auto& field) {
    fields.set(name, type_name(field));
  });
  return fields;
}

template <class Enumeration>
Value names_of() {
  Value names = Value::array();
  for (std::size_t i = 0; i < count_values<Enumeration>(); ++i) {
    names.push(name(static_cast<Enumeration>(i)));
  }
  return names;
}

template <class... Operations>
Value operations(std::type_identity<std::variant<Operations...>>) {
  Value all = Value::object();
  const auto add = [&]<class One>(std::type_identity<One>) {
    Value operation = Value::object();
    operation.set("fields", fields_of<One>());
    operation.set("outcome", type_name(typename One::Outcome()));
    all.set(One::kName, std::move(operation));
  };
  (add(std::type_identity<Operations>()), ...);
  return all;
}

template <class... Effects>
Value effects(std::type_identity<std::variant<Effects...>>) {
  Value all = Value::array();
  (all.push(Effects::kName), ...);
  return all;
}

Value outcomes() {
  Value all = Value::object();
  const auto add = [&]<class One>(std::type_identity<One>) {
    all.set(type_name(One()), fields_of<One>());
  };
  add(std::type_identity<SessionInfo>());
  add(std::type_identity<User>());
  add(std::type_identity<AccessToken>());
  add(std::type_identity<FetchReply>());
  add(std::type_identity<Identity>());
  add(std::type_identity<Profile>());
  add(std::type_identity<BindCode>());
  add(std::type_identity<BindingPreview>());
  add(std::type_identity<Binding>());
  add(std::type_identity<DevicePreview>());
  return all;
}

Value enumerations() {
  Value all = Value::object();
  all.set(type_name(BackendKind()), names_of<BackendKind>());
  all.set(type_name(Platform()), names_of<Platform>());
  all.set(type_name(SessionSource()), names_of<SessionSource>());
  all.set(type_name(SessionState()), names_of<SessionState>());
  all.set("event", names_of<EventKind>());
  all.set("credential", names_of<CredentialKind>());
  all.set("action", names_of<Action>());
  return all;
}

Value errors() {
  Value all = Value::array();
  for (const ErrorInfo& row : error_table()) {
    Value error = Value::object();
    error.set("code", row.name).set("action", name(row.action));
    error.set("http_status", row.http_status).set("message", row.sentence);
    all.push(std::move(error));
  }
  return all;
}

}  // namespace

std::string_view version() noexcept { return HUFU_VERSION; }

std::string describe() {
  Value all = Value::object();
  all.set("version", version());
  all.set("config", fields_of<Config>());
  all.set("operations", operations(std::type_identity<Operation>()));
  all.set("types", outcomes());
  all.set("enumerations", enumerations());
  all.set("effects", effects(std::type_identity<Effect>()));
  all.set("errors", errors());
  return all.dump();
}

}  // namespace hufu
