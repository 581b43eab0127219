// describe(): the public surface as JSON, read off the same lists of fields that the codecs use.
#include "fields.h"
#include "hufu/client.h"
#include "operation_table.h"
#include "text/json_writer.h"

namespace hufu {
namespace {

// Writes `"field":"type"` for each: `text`, `secret`, `number`, `header`, the name of an
// enumeration or a struct; `?` behind what may be missing, brackets around lists.
class Describer final : public FieldVisitor {
 public:
  explicit Describer(json::Writer& out) : out_(out) {}

  using FieldVisitor::operator();
  void operator()(std::string_view name, std::string&) override { put(name, "text"); }
  void operator()(std::string_view name, Secret&) override { put(name, "secret"); }
  void operator()(std::string_view name, bool&) override { put(name, "bool"); }
  void operator()(std::string_view name, int&) override { put(name, "int"); }
  void operator()(std::string_view name, double&) override { put(name, "number"); }
  void operator()(std::string_view name, std::optional<std::string>&) override {
    put(name, "text?");
  }
  void operator()(std::string_view name, std::optional<Secret>&) override { put(name, "secret?"); }
  void operator()(std::string_view name, std::vector<std::string>&) override {
    put(name, "[text]");
  }
  void operator()(std::string_view name, std::vector<Header>&) override { put(name, "[header]"); }

 private:
  void put(std::string_view name, std::string_view type) { out_.key(name).text(type); }

  std::uint8_t enumerated(std::string_view name, const Enumeration& type,
                          std::uint8_t value) override {
    put(name, type.name);
    return value;
  }
  bool begin(std::string_view name, std::string_view type, Shape shape, bool) override {
    const std::string text(type);
    put(name, shape == Shape::list ? "[" + text + "]" : text + "?");
    return false;
  }
  void end(Shape) override {}

  json::Writer& out_;
};

template <class Struct>
void put_fields(json::Writer& out) {
  Struct one;
  Describer describer(out);
  out.open('{');
  Struct::fields(one, static_cast<FieldVisitor&>(describer));
  out.close('}');
}

void put_operations(json::Writer& out) {
  out.open('{');
  for (std::size_t number = 0; number < kOperationCount; ++number) {
    Operation one = make_operation(number);
    Describer describer(out);
    out.key(operation_name(number)).open('{').key("fields").open('{');
    visit_fields(one, describer);
    out.close('}').key("outcome").text(outcome_name(number)).close('}');
  }
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
    out.key("http_status").integer(row.http_status).key("message").text(row.sentence).close('}');
  }
  out.close(']');
}

}  // namespace

std::string_view version() noexcept { return HUFU_VERSION; }

std::string describe() {
  json::Writer out;
  out.open('{').key("version").text(version());
  put_fields<Config>(out.key("config"));
  put_operations(out.key("operations"));
  put_structs<SessionInfo, User, AccessToken, FetchReply, Identity, Profile, BindCode,
              BindingPreview, Binding, DevicePreview>(out.key("types"));
  out.key("enumerations").open('{');
  put_values<BackendKind>(out);
  put_values<Platform>(out);
  put_values<SessionSource>(out);
  put_values<SessionState>(out);
  put_values<EventKind>(out);
  put_values<CredentialKind>(out);
  put_values<Action>(out);
  out.close('}');
  put_effects(out.key("effects"), std::type_identity<Effect>());
  put_errors(out.key("errors"));
  return out.close('}').take();
}

}  // namespace hufu
