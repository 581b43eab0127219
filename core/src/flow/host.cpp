#include "flow/host.h"

#include "text/base64url.h"

namespace hufu::flow {
namespace {

Value effect(const char* kind) {
  Value effect = Value::object();
  effect.set("kind", kind);
  return effect;
}

}  // namespace

Ask Asking::try_ask(Value effect, Expected expected) {
  return Ask::make(std::move(effect), expected, true);
}

Ask Asking::ask(Value effect, Expected expected) {
  return Ask::make(std::move(effect), expected, false);
}

Ask Store::try_load(std::string_view key) {
  Value load = effect("load");
  load.set("key", key);
  return try_ask(std::move(load), Expected::value);
}

Ask Store::try_save(std::string_view key, Text value) {
  Value save = effect("save");
  save.set("key", key).set("value", std::move(value));
  return try_ask(std::move(save), Expected::done);
}

Ask Store::try_erase(std::string_view key) {
  Value erase = effect("erase");
  erase.set("key", key);
  return try_ask(std::move(erase), Expected::done);
}

TryLock Locks::try_lock(std::string_view name, Millis wait) {
  Value lock = effect("lock");
  lock.set("name", name).set("wait_ms", wait);
  return {try_ask(std::move(lock), Expected::lock)};
}

Ask Timer::sleep(Millis delay) {
  Value sleep = effect("sleep");
  sleep.set("delay_ms", delay);
  return ask(std::move(sleep), Expected::done);
}

Ask Crypto::try_random(int bytes) {
  Value random = effect("random");
  random.set("bytes", bytes);
  return try_ask(std::move(random), Expected::bytes);
}

Ask Crypto::try_digest(std::string_view bytes) {
  Value digest = effect("digest");
  digest.set("bytes", text::to_base64url(bytes));
  return try_ask(std::move(digest), Expected::bytes);
}

Ask Credentials::try_credential(CredentialKind kind, bool fresh, bool with_data) {
  Value credential = effect("credential");
  credential.set("credential", name(kind)).set("fresh", fresh);
  if (with_data) credential.set("with_data", true);
  return try_ask(std::move(credential), Expected::credential);
}

}  // namespace hufu::flow
