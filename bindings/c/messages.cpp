#include "messages.h"

#include <type_traits>

#include "decode.h"
#include "encode.h"
#include "operation_table.h"
#include "text/base64url.h"

namespace hufu::codec {
namespace {

using json::Value;
using json::Writer;

// ---- out: effects -------------------------------------------------------------------------------

template <class Id>
double number(Id id) {
  return static_cast<std::uint32_t>(id);
}

// The fields of each effect. Here and not in the structs, because the host reads them differently:
// bytes as base64url, `credential` and `show` in the place of a second `kind`.
class EffectWriter {
 public:
  explicit EffectWriter(Writer& out) : out_(out), fields_(out) {}

  void operator()(HttpEffect& http) {
    fields_("flow", http.flow);
    request(http.method, http.url, http.headers);
    fields_("body", http.body);
  }
  void operator()(ForwardEffect& forward) {
    out_.key("operation").number(number(forward.operation));
    request(forward.method, forward.url, forward.headers);
  }
  void operator()(UploadEffect& upload) {
    fields_("url", upload.url);
    fields_("file", upload.file);
    fields_("headers", upload.headers);
  }
  void operator()(LoadEffect& load) { fields_("key", load.key); }
  void operator()(SaveEffect& save) {
    fields_("key", save.key);
    fields_("value", save.value);
  }
  void operator()(EraseEffect& erase) { fields_("key", erase.key); }
  void operator()(SleepEffect& sleep) { fields_("delay_ms", sleep.delay_ms); }
  void operator()(RandomEffect& random) {
    out_.key("bytes").number(static_cast<double>(random.bytes));
  }
  void operator()(DigestEffect& digest) {
    out_.key("bytes").text(text::to_base64url(digest.bytes));
  }
  void operator()(CredentialEffect& credential) {
    out_.key("credential").text(name(credential.kind));
    fields_("fresh", credential.fresh);
  }
  void operator()(LockEffect& lock) {
    fields_("name", lock.name);
    fields_("wait_ms", lock.wait_ms);
  }
  void operator()(UnlockEffect& unlock) {
    out_.key("lock").number(number(unlock.lock));
    fields_("name", unlock.name);
  }
  void operator()(PresentEffect& present) {
    fields_("show", present.kind);
    fields_("url", present.url);
    fields_("code", present.code);
    fields_("number", present.number);
  }

 private:
  void request(std::string& method, std::string& url, std::vector<Header>& headers) {
    fields_("method", method);
    fields_("url", url);
    fields_("headers", headers);
  }

  Writer& out_;
  FieldWriter fields_;
};

// ---- out: the four messages ---------------------------------------------------------------------

Writer& begin_message(Writer& out, std::string_view type) {
  return out.open('{').key("type").text(type);
}

void write(Writer& out, EffectMessage& asked) {
  begin_message(out, "effect").key("id").number(number(asked.id));
  out.key("kind").text(name(asked.effect));
  EffectWriter writer(out);
  std::visit([&](auto& effect) { writer(effect); }, asked.effect);
}

void write(Writer& out, CancelMessage& cancel) {
  begin_message(out, "cancel").key("id").number(number(cancel.id));
}

template <class Struct>
void write_fields(Writer& out, Struct& value) {
  FieldWriter writer(out);
  Struct::fields(value, static_cast<FieldVisitor&>(writer));
}

void write_fields(Writer&, Nothing&) {}

void write(Writer& out, DoneMessage& done) {
  begin_message(out, "done").key("operation").number(number(done.operation));
  if (!done.outcome) {
    encode(out.key("error"), done.outcome.error());
    return;
  }
  out.key("value").open('{');
  std::visit([&](auto& value) { write_fields(out, value); }, done.outcome.value());
  out.close('}');
}

void write(Writer& out, EventMessage& told) {
  Event& event = told.event;
  begin_message(out, "event").key("kind").text(name(event.kind));
  out.key("state").text(name(event.state));
  FieldWriter writer(out);
  static_cast<FieldVisitor&>(writer)("user", event.user);
  out.key("reason");
  if (event.reason) {
    out.text(describe(*event.reason).name);
  } else {
    out.null();
  }
}

// ---- in: operations -----------------------------------------------------------------------------

Error wrong(std::string_view field) { return {Errc::invalid_argument, std::string(field), 0, 0}; }

// No text at all stands for an object without members.
std::optional<Value> read_object(std::string_view text) {
  if (text.empty()) return Value::object();
  std::optional<Value> value = json::parse(text);
  if (value && !value->is_object()) return std::nullopt;
  return value;
}

// ---- in: answers --------------------------------------------------------------------------------

template <class Kind, class... Kinds>
constexpr std::size_t position(std::type_identity<std::variant<Kinds...>>) {
  std::size_t at = 0;
  bool found = false;
  ((found = found || std::is_same_v<Kind, Kinds>, at += found ? 0 : 1), ...);
  return at;
}

template <class Kind>
constexpr std::size_t kIndex = position<Kind>(std::type_identity<Effect>());

Answer misfit(std::string_view member) {
  return FailedAnswer{Errc::host_fault, "the answer's " + std::string(member)};
}

FailedAnswer decode_failure(const Value& answer, std::string_view code) {
  const ErrorInfo* row = find_error(code);
  return {row ? row->code : Errc::host_fault, std::string(answer.text_or("detail", {}))};
}

template <class Reply>
Answer decode_head(const Value& answer, Reply reply) {
  const Value* status = answer.find("status");
  if (!status || !decode(*status, reply.status)) return misfit("status");
  const Value* headers = answer.find("headers");
  if (headers && !decode(*headers, reply.headers)) return misfit("headers");
  return reply;
}

Answer decode_http(const Value& answer) {
  HttpAnswer reply;
  const Value* body = answer.find("body");
  if (body && !decode(*body, reply.body)) return misfit("body");
  return decode_head(answer, std::move(reply));
}

Answer decode_loaded(const Value& answer) {
  LoadAnswer reply;
  const Value* value = answer.find("value");
  const bool stored = value && !value->is_null();
  if (stored && !decode(*value, reply.value.emplace())) return misfit("value");
  return reply;
}

Answer decode_bytes(const Value& answer) {
  auto bytes = text::from_base64url(answer.text_or("bytes", "="));
  if (!bytes) return misfit("bytes");
  return BytesAnswer{*std::move(bytes)};
}

Answer decode_credential(const Value& answer) {
  CredentialAnswer reply;
  const Value* credential = answer.find("credential");
  if (!credential || !decode(*credential, reply.value)) return misfit("credential");
  return reply;
}

}  // namespace

std::string encode(Message& message) {
  Writer out;
  std::visit([&](auto& one) { write(out, one); }, message);
  return out.close('}').take();
}

std::string encode_done(OperationId operation, const Error& error) {
  Message message = DoneMessage{operation, error};
  return encode(message);
}

std::string encode_error(const Error& error) {
  Writer out;
  encode(out, error);
  return out.take();
}

Result<Operation> decode_operation(std::string_view name, std::string_view arguments) {
  const std::size_t number = find_operation(name);
  if (number == kOperationCount) return wrong("operation");
  const std::optional<Value> object = read_object(arguments);
  if (!object) return wrong("arguments");
  Operation operation = make_operation(number);
  FieldReader reader(*object);
  visit_fields(operation, reader);
  if (reader.wrong()) return wrong(*reader.wrong());
  return operation;
}

Result<Config> decode_config(std::string_view text) {
  const std::optional<Value> object = read_object(text);
  if (!object) return wrong("config");
  Config config;
  FieldReader reader(*object);
  Config::fields(config, static_cast<FieldVisitor&>(reader));
  if (reader.wrong()) return wrong(*reader.wrong());
  return config;
}

Answer decode_answer(std::size_t kind, std::string_view text) {
  const std::optional<Value> answer = read_object(text);
  if (!answer) return misfit("JSON");
  if (const Value* error = answer->find("error")) {
    return decode_failure(*answer, error->text() ? std::string_view(*error->text()) : "");
  }
  switch (kind) {
    case kIndex<HttpEffect>:
    case kIndex<UploadEffect>: return decode_http(*answer);
    case kIndex<ForwardEffect>: return decode_head(*answer, ForwardAnswer());
    case kIndex<LoadEffect>: return decode_loaded(*answer);
    case kIndex<RandomEffect>:
    case kIndex<DigestEffect>: return decode_bytes(*answer);
    case kIndex<CredentialEffect>: return decode_credential(*answer);
    default: return DoneAnswer();
  }
}

}  // namespace hufu::codec
