#include "messages.h"

#include <type_traits>

#include "decode.h"
#include "encode.h"
#include "text/base64url.h"

namespace hufu::codec {
namespace {

using json::Value;

// ---- out: effects -------------------------------------------------------------------------------

template <class Id>
Value number(Id id) {
  return static_cast<std::int64_t>(id);
}

void put(Value& out, const HttpEffect& http) {
  out.set("flow", http.flow).set("method", http.method).set("url", http.url);
  out.set("headers", encode(http.headers)).set("body", encode(http.body));
}

void put(Value& out, const ForwardEffect& forward) {
  out.set("operation", number(forward.operation));
  out.set("method", forward.method).set("url", forward.url);
  out.set("headers", encode(forward.headers));
}

void put(Value& out, const UploadEffect& upload) {
  out.set("url", upload.url).set("file", upload.file).set("headers", encode(upload.headers));
}

void put(Value& out, const LoadEffect& load) { out.set("key", load.key); }

void put(Value& out, const SaveEffect& save) {
  out.set("key", save.key).set("value", encode(save.value));
}

void put(Value& out, const EraseEffect& erase) { out.set("key", erase.key); }

void put(Value& out, const SleepEffect& sleep) { out.set("delay_ms", sleep.delay_ms); }

void put(Value& out, const RandomEffect& random) {
  out.set("bytes", static_cast<std::int64_t>(random.bytes));
}

void put(Value& out, const DigestEffect& digest) {
  out.set("bytes", text::to_base64url(digest.bytes));
}

void put(Value& out, const CredentialEffect& credential) {
  out.set("credential", name(credential.kind)).set("fresh", credential.fresh);
}

void put(Value& out, const LockEffect& lock) {
  out.set("name", lock.name).set("wait_ms", lock.wait_ms);
}

void put(Value& out, const UnlockEffect& unlock) {
  out.set("lock", number(unlock.lock)).set("name", unlock.name);
}

void put(Value& out, const PresentEffect& present) {
  out.set("show", present.kind).set("url", present.url).set("code", present.code);
}

// ---- out: the four messages ---------------------------------------------------------------------

Value message(std::string_view type) {
  Value out = Value::object();
  return out.set("type", type);
}

Value write(const EffectMessage& asked) {
  Value out = message("effect");
  out.set("id", number(asked.id)).set("kind", name(asked.effect));
  std::visit([&](const auto& effect) { put(out, effect); }, asked.effect);
  return out;
}

Value write(const CancelMessage& cancel) {
  Value out = message("cancel");
  return out.set("id", number(cancel.id));
}

Value write(const DoneMessage& done) {
  if (!done.outcome) return encode_done(done.operation, done.outcome.error());
  Value out = message("done");
  out.set("operation", number(done.operation));
  return out.set("value", std::visit([](const auto& value) { return encode(value); },
                                     done.outcome.value()));
}

Value write(const EventMessage& told) {
  const Event& event = told.event;
  Value out = message("event");
  out.set("kind", encode(event.kind)).set("state", encode(event.state));
  return out.set("user", encode(event.user)).set("reason", encode(event.reason));
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

template <std::size_t Index>
Result<Operation> decode_from(std::string_view operation, const Value& arguments) {
  if constexpr (Index == std::variant_size_v<Operation>) {
    return wrong("operation");
  } else {
    using Candidate = std::variant_alternative_t<Index, Operation>;
    if (operation != Candidate::kName) return decode_from<Index + 1>(operation, arguments);
    Candidate candidate;
    if (const auto field = decode_fields(arguments, candidate)) return wrong(*field);
    return Operation(std::in_place_index<Index>, std::move(candidate));
  }
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
  if (value && !decode(*value, reply.value)) return misfit("value");
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

Value encode(const Message& message) {
  return std::visit([](const auto& one) { return write(one); }, message);
}

Value encode_done(OperationId operation, const Error& error) {
  Value out = message("done");
  return out.set("operation", number(operation)).set("error", encode(error));
}

Result<Operation> decode_operation(std::string_view operation, std::string_view arguments) {
  const std::optional<Value> object = read_object(arguments);
  if (!object) return wrong("arguments");
  return decode_from<0>(operation, *object);
}

Result<Config> decode_config(std::string_view text) {
  const std::optional<Value> object = read_object(text);
  if (!object) return wrong("config");
  Config config;
  if (const auto field = decode_fields(*object, config)) return wrong(*field);
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
