// The C ABI (include/hufu.h): JSON in and out around one hufu::Machine.
#include "hufu.h"

#include <cstdlib>
#include <cstring>

#include "face/machine.h"
#include "hufu/core.h"
#include "messages.h"
#include "text/cookies.h"
#include "text/json.h"

namespace {

std::string_view view(const char* text, std::size_t length) {
  return text ? std::string_view(text, length) : std::string_view();
}

hufu::Now at(double wall_ms, double uptime_ms) {
  return {hufu::WallTime{wall_ms}, hufu::Uptime{uptime_ms}};
}

#if defined(__EMSCRIPTEN__)
#define HUFU_PER_THREAD static  // one thread
#else
#define HUFU_PER_THREAD thread_local
#endif

hufu::Text& open_error() {
  HUFU_PER_THREAD hufu::Text text;
  return text;
}

hufu::Text& cookie_text() {
  HUFU_PER_THREAD hufu::Text text;
  return text;
}

constexpr std::string_view kColon = ": ";

const char* give(const hufu::Value& value) {
  cookie_text() = hufu::json::dump(value);
  return cookie_text().c_str();
}

}  // namespace

struct hufu_client {
  std::unique_ptr<hufu::Machine> core;
  hufu::Text text;  // what hufu_next gave last
};

const char* hufu_version() {
  static const std::string text(hufu::version());
  return text.c_str();
}

const char* hufu_describe() {
  static const std::string text = hufu::describe();
  return text.c_str();
}

hufu_client* hufu_open(const char* config, size_t length) {
  open_error().clear();
  hufu::Config read;
  hufu::Fault fault = hufu::codec::decode_config(view(config, length), read);
  if (!fault) {
    auto opened = hufu::Machine::open(std::move(read));
    if (opened) return new hufu_client{*std::move(opened), {}};
    fault = opened.fault();
  }
  open_error() = hufu::codec::encode_error(fault);
  return nullptr;
}

const char* hufu_open_error() { return open_error().c_str(); }

const char* hufu_message(const char* error, size_t length, const char* language) {
  HUFU_PER_THREAD std::string text;
  const hufu::Language spoken = hufu::language_of(language ? language : "");
  text = hufu::codec::decode_error(view(error, length)).message(spoken);
  return text.c_str();
}

void hufu_close(hufu_client* client) { delete client; }

uint32_t hufu_begin(hufu_client* client, const char* operation, const char* arguments,
                    size_t length, double wall_ms, double uptime_ms) {
  const hufu::Value given = hufu::codec::decode_object(view(arguments, length));
  return static_cast<uint32_t>(
      client->core->begin(operation ? operation : "", given, at(wall_ms, uptime_ms)));
}

const char* hufu_next(hufu_client* client) {
  const std::optional<hufu::flow::Outgoing> outgoing = client->core->next();
  client->text = outgoing ? hufu::codec::encode(*outgoing) : hufu::Text();
  if (!outgoing) return nullptr;
  return client->text.c_str();
}

void hufu_resolve(hufu_client* client, uint32_t effect, const char* answer, size_t length,
                  double wall_ms, double uptime_ms) {
  client->core->resolve(hufu::EffectId{effect}, hufu::codec::decode_object(view(answer, length)),
                        at(wall_ms, uptime_ms));
}

void hufu_cancel(hufu_client* client, uint32_t operation) {
  client->core->cancel(hufu::OperationId{operation});
}

void hufu_wake(hufu_client* client, double wall_ms, double uptime_ms) {
  client->core->wake(at(wall_ms, uptime_ms));
}

int32_t hufu_authorize(const hufu_client* client, const char* url, size_t length, double wall_ms,
                       double uptime_ms, char* out, size_t capacity) {
  const hufu::Authorization headers =
      client->core->authorize(view(url, length), at(wall_ms, uptime_ms));
  if (headers.verdict == hufu::Verdict::needs_token) return HUFU_NEEDS_TOKEN;
  if (headers.verdict == hufu::Verdict::refused) return HUFU_REFUSED;
  std::size_t size = 0;
  headers.each([&](std::string_view name, std::string_view value) {
    size += name.size() + kColon.size() + value.size() + 1;
  });
  --size;  // no line feed after the last
  if (size > capacity) return static_cast<int32_t>(size);
  char* end = out;
  const auto append = [&end](std::string_view text) {
    std::memcpy(end, text.data(), text.size());
    end += text.size();
  };
  headers.each([&](std::string_view name, std::string_view value) {
    if (end != out) append("\n");
    append(name);
    append(kColon);
    append(value);
  });
  return static_cast<int32_t>(size);
}

uint32_t hufu_signer_version(const hufu_client* client) {
  return client->core->session().announcer().signer_version();
}

uint32_t hufu_person(const hufu_client* client) { return client->core->session().person(); }

double hufu_good_for(const hufu_client* client, double wall_ms, double uptime_ms) {
  return client->core->good_for(at(wall_ms, uptime_ms));
}

// The names are literals, so a zero byte follows each.
const char* hufu_state(const hufu_client* client) {
  return hufu::name(client->core->session().announcer().state()).data();
}

const char* hufu_cookies_encode(const char* value, size_t length) {
  const hufu::Value given = hufu::codec::decode_object(view(value, length));
  const hufu::Value* text = given.find("value");
  const hufu::Value* present = given.find("present");
  if (text == nullptr) return give({});
  return give(hufu::text::encode_cookies(given.text_or("name", ""), *text,
                                         present ? *present : hufu::Value()));
}

const char* hufu_cookies_decode(const char* cookies, size_t length) {
  const hufu::Value given = hufu::codec::decode_object(view(cookies, length));
  const hufu::Value* pairs = given.find("cookies");
  if (pairs == nullptr) return give({});
  return give(hufu::text::decode_cookies(given.text_or("name", ""), *pairs));
}

void* hufu_alloc(size_t size) { return std::malloc(size); }

void hufu_free(void* memory) { std::free(memory); }
