// The C ABI (include/hufu.h): JSON in and out around one hufu::Client.
#include "hufu.h"

#include <cstdlib>
#include <cstring>

#include "hufu/client.h"
#include "messages.h"

namespace {

using hufu::EffectId;
using hufu::OperationId;

// Ids of operations that never reached the client lie above all that it will ever give.
constexpr std::uint32_t kFirstRefused = 0x40000000;

std::string_view view(const char* text, std::size_t length) {
  return text ? std::string_view(text, length) : std::string_view();
}

hufu::Now at(double wall_ms, double uptime_ms) {
  return {hufu::WallTime{wall_ms}, hufu::Uptime{uptime_ms}};
}

std::string& open_error() {
#if defined(__EMSCRIPTEN__)
  static std::string text;  // one thread
#else
  thread_local std::string text;
#endif
  return text;
}

struct Asked {
  EffectId id;
  std::size_t kind;  // index in hufu::Effect
};

}  // namespace

struct hufu_client {
  explicit hufu_client(std::unique_ptr<hufu::Client> opened) : core(std::move(opened)) {}

  std::unique_ptr<hufu::Client> core;
  std::vector<std::string> refused;  // done messages of operations that never began
  std::uint32_t next_refused = kFirstRefused;
  std::vector<Asked> asked;  // effects without an answer yet; few at any time
  std::string text;          // what hufu_next gave last

  uint32_t refuse(const hufu::Error& error) {
    const std::uint32_t id = next_refused++;
    refused.push_back(hufu::codec::encode_done(OperationId{id}, error));
    return id;
  }

  std::optional<std::size_t> forget(EffectId id) {
    for (auto one = asked.begin(); one != asked.end(); ++one) {
      if (one->id != id) continue;
      const std::size_t kind = one->kind;
      asked.erase(one);
      return kind;
    }
    return std::nullopt;
  }

  void remember(const hufu::Message& message) {
    if (const auto* effect = std::get_if<hufu::EffectMessage>(&message)) {
      const bool answered = !std::holds_alternative<hufu::UnlockEffect>(effect->effect);
      if (answered) asked.push_back({effect->id, effect->effect.index()});
    } else if (const auto* cancel = std::get_if<hufu::CancelMessage>(&message)) {
      forget(cancel->id);
    }
  }
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
  hufu::Result<hufu::Config> read = hufu::codec::decode_config(view(config, length));
  auto opened = read ? hufu::Client::open(std::move(read).value()) : read.error();
  if (opened) return new hufu_client(std::move(opened).value());
  open_error() = hufu::codec::encode_error(opened.error());
  return nullptr;
}

const char* hufu_open_error() { return open_error().c_str(); }

void hufu_close(hufu_client* client) { delete client; }

uint32_t hufu_begin(hufu_client* client, const char* operation, const char* arguments,
                    size_t length, double wall_ms, double uptime_ms) {
  auto read = hufu::codec::decode_operation(operation ? operation : "", view(arguments, length));
  if (!read) return client->refuse(read.error());
  const OperationId id = client->core->begin(std::move(read).value(), at(wall_ms, uptime_ms));
  return static_cast<uint32_t>(id);
}

const char* hufu_next(hufu_client* client) {
  if (!client->refused.empty()) {
    client->text = std::move(client->refused.front());
    client->refused.erase(client->refused.begin());
    return client->text.c_str();
  }
  std::optional<hufu::Message> message = client->core->next();
  if (!message) return nullptr;
  client->remember(*message);
  client->text = hufu::codec::encode(*message);
  return client->text.c_str();
}

void hufu_resolve(hufu_client* client, uint32_t effect, const char* answer, size_t length,
                  double wall_ms, double uptime_ms) {
  const std::optional<std::size_t> kind = client->forget(EffectId{effect});
  if (!kind) return;
  client->core->resolve(EffectId{effect}, hufu::codec::decode_answer(*kind, view(answer, length)),
                        at(wall_ms, uptime_ms));
}

void hufu_cancel(hufu_client* client, uint32_t operation) {
  client->core->cancel(OperationId{operation});
}

int32_t hufu_authorize(const hufu_client* client, const char* url, size_t length, double wall_ms,
                       double uptime_ms, char* out, size_t capacity) {
  const hufu::Authorization headers =
      client->core->authorize(view(url, length), at(wall_ms, uptime_ms));
  if (headers.verdict == hufu::Verdict::needs_token) return HUFU_NEEDS_TOKEN;
  if (headers.verdict == hufu::Verdict::refused) return HUFU_REFUSED;
  const std::size_t size = headers.platform.size() + 1 + headers.authorization.size();
  if (size <= capacity) {
    std::memcpy(out, headers.platform.data(), headers.platform.size());
    out[headers.platform.size()] = '\n';
    std::memcpy(out + headers.platform.size() + 1, headers.authorization.data(),
                headers.authorization.size());
  }
  return static_cast<int32_t>(size);
}

uint32_t hufu_signer_version(const hufu_client* client) { return client->core->signer_version(); }

// The names are literals, so a zero byte follows each.
const char* hufu_state(const hufu_client* client) {
  return hufu::name(client->core->state()).data();
}

void* hufu_alloc(size_t size) { return std::malloc(size); }

void hufu_free(void* memory) { std::free(memory); }
