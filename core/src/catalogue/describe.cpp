// describe(): the public surface as JSON, read off the fields of the public structs.
#include <type_traits>

#include "catalogue/enumerations.h"
#include "hufu/core.h"
#include "hufu/storage_key.h"
#include "text/json_writer.h"

namespace hufu {
namespace {

// ---- what the types are called ------------------------------------------------------------------

template <class Type>
inline constexpr std::string_view kTypeName = "";
template <>
inline constexpr std::string_view kTypeName<std::string> = "text";
template <>
inline constexpr std::string_view kTypeName<Secret> = "secret";
template <>
inline constexpr std::string_view kTypeName<bool> = "bool";
template <>
inline constexpr std::string_view kTypeName<int> = "int";
template <>
inline constexpr std::string_view kTypeName<double> = "number";
template <>
inline constexpr std::string_view kTypeName<Json> = "json";
template <>
inline constexpr std::string_view kTypeName<Header> = "header";
template <>
inline constexpr std::string_view kTypeName<Nothing> = "nothing";
template <>
inline constexpr std::string_view kTypeName<SessionInfo> = "session";
template <>
inline constexpr std::string_view kTypeName<SessionEnd> = "session_end";
template <>
inline constexpr std::string_view kTypeName<SignedUp> = "signed_up";
template <>
inline constexpr std::string_view kTypeName<User> = "user";
template <>
inline constexpr std::string_view kTypeName<AccessToken> = "access_token";
template <>
inline constexpr std::string_view kTypeName<FetchReply> = "fetch_reply";
template <>
inline constexpr std::string_view kTypeName<Identity> = "identity";
template <>
inline constexpr std::string_view kTypeName<Profile> = "profile";
template <>
inline constexpr std::string_view kTypeName<Account> = "account";
template <>
inline constexpr std::string_view kTypeName<LinkedIdentity> = "linked_identity";
template <>
inline constexpr std::string_view kTypeName<LinkedIdentities> = "linked_identities";
template <>
inline constexpr std::string_view kTypeName<Factor> = "factor";
template <>
inline constexpr std::string_view kTypeName<Factors> = "factors";
template <>
inline constexpr std::string_view kTypeName<EnrolledFactor> = "enrolled_factor";
template <>
inline constexpr std::string_view kTypeName<FactorChallenge> = "factor_challenge";
template <>
inline constexpr std::string_view kTypeName<BindCode> = "bind_code";
template <>
inline constexpr std::string_view kTypeName<BindingPreview> = "binding_preview";
template <>
inline constexpr std::string_view kTypeName<Binding> = "binding";
template <>
inline constexpr std::string_view kTypeName<DevicePreview> = "device_preview";
template <>
inline constexpr std::string_view kTypeName<OpenedMiniProgram> = "opened_mini_program";
template <>
inline constexpr std::string_view kTypeName<Returning> = "returning";
template <>
inline constexpr std::string_view kTypeName<Launch> = "launch";
template <>
inline constexpr std::string_view kTypeName<ApprovedScan> = "approved_scan";
template <>
inline constexpr std::string_view kTypeName<WebViewUrl> = "web_view_url";

template <class Type>
std::string type_name(const Type&) {
  if constexpr (std::is_enum_v<Type>) {
    return std::string(enumeration<Type>().name);
  } else {
    return std::string(kTypeName<Type>);
  }
}
// The codes stand in the table of errors.
std::string type_name(const Errc&) { return "code"; }
// What may be missing has a `?` behind it, a list has brackets around it.
template <class Type>
std::string type_name(const std::optional<Type>&) {
  return type_name(Type()) + "?";
}
template <class Type>
std::string type_name(const std::vector<Type>&) {
  return "[" + std::string(kTypeName<Type>) + "]";
}

// ---- the parts ----------------------------------------------------------------------------------

template <class Struct>
void put_fields(json::Writer& out) {
  const Struct one;
  out.open('{');
  Struct::fields(
      one, [&](std::string_view name, const auto& field) { out.key(name).text(type_name(field)); });
  out.close('}');
}

// What a field is if nobody gives it. A text or a list without a default has to be given; what may
// be missing has none.
void put_default(json::Writer& out, std::string_view name, const std::string& field) {
  if (!field.empty()) out.key(name).text(field);
}
void put_default(json::Writer& out, std::string_view name, bool field) {
  out.key(name).boolean(field);
}
void put_default(json::Writer& out, std::string_view name, double field) {
  out.key(name).number(field);
}
void put_default(json::Writer& out, std::string_view name, int field) {
  out.key(name).integer(field);
}
template <class Enum>
requires std::is_enum_v<Enum>
void put_default(json::Writer& out, std::string_view key, Enum field) {
  out.key(key).text(name(field));
}
void put_default(json::Writer&, std::string_view, const Secret&) {}
template <class Type>
void put_default(json::Writer&, std::string_view, const std::optional<Type>&) {}
template <class Type>
void put_default(json::Writer&, std::string_view, const std::vector<Type>&) {}

template <class Struct>
void put_given(json::Writer& out) {
  const Struct one;
  put_fields<Struct>(out.key("fields"));
  out.key("defaults").open('{');
  Struct::fields(one,
                 [&](std::string_view name, const auto& field) { put_default(out, name, field); });
  out.close('}');
}

template <class... Operations>
void put_operations(json::Writer& out, std::type_identity<std::variant<Operations...>>) {
  const auto put = [&]<class One>(std::type_identity<One>) {
    put_given<One>(out.key(One::kName).open('{'));
    out.key("outcome").text(kTypeName<typename One::Outcome>).close('}');
  };
  out.open('{');
  (put(std::type_identity<Operations>()), ...);
  out.close('}');
}

template <class... Structs>
void put_structs(json::Writer& out) {
  out.open('{');
  (put_fields<Structs>(out.key(kTypeName<Structs>)), ...);
  out.close('}');
}

template <class E>
void put_values(json::Writer& out) {
  const Enumeration type = enumeration<E>();
  out.key(type.name).open('[');
  for (std::uint8_t value = 0; value < type.count; ++value)
    out.text(type.value_name(value));
  out.close(']');
}

template <class... Effects>
void put_effects(json::Writer& out, std::type_identity<std::variant<Effects...>>) {
  out.open('[');
  (out.text(Effects::kName), ...);
  out.close(']');
}

void put_errors(json::Writer& out) {
  out.open('[');
  for (const ErrorInfo& row : error_table()) {
    out.open('{').key("code").text(row.name).key("action").text(name(row.action));
    out.key("http_status")
        .integer(row.http_status)
        .key("message")
        .text(sentence(row.code, Language::en))
        .close('}');
  }
  out.close(']');
}

}  // namespace

std::string_view version() noexcept { return HUFU_VERSION; }

std::string describe() {
  json::Writer out;
  out.open('{').key("version").text(version());
  put_given<Config>(out.key("config").open('{'));
  out.close('}');
  put_operations(out.key("operations"), std::type_identity<Operation>());
  put_structs<SessionInfo, SessionEnd, SignedUp, User, AccessToken, FetchReply, Identity, Profile,
              Account, LinkedIdentity, LinkedIdentities, Factor, Factors, EnrolledFactor,
              FactorChallenge, BindCode, BindingPreview, Binding, DevicePreview, OpenedMiniProgram,
              Returning, Launch, ApprovedScan, WebViewUrl>(out.key("types"));
  out.key("enumerations").open('{');
  put_values<BackendKind>(out);
  put_values<Platform>(out);
  put_values<SessionSource>(out);
  put_values<SessionState>(out);
  put_values<EndCause>(out);
  put_values<SignUpState>(out);
  put_values<SentAs>(out);
  put_values<EventKind>(out);
  put_values<CredentialKind>(out);
  put_values<Action>(out);
  out.close('}');
  put_effects(out.key("effects"), std::type_identity<Effect>());
  put_errors(out.key("errors"));
  out.key("storage_keys").open('{').key("usual").text(Config().storage_key);
  out.key(name(BackendKind::gotrue)).text(kGotrueStorageKey).close('}');
  return out.close('}').take().to_std();
}

}  // namespace hufu
