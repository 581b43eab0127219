#include "flow/host.h"

#include "text/base64url.h"

namespace hufu::flow {
namespace {

json::Value effect(std::string_view kind) {
  json::Value effect = json::Value::object();
  effect.set("kind", kind);
  return effect;
}

}  // namespace

PendingEffect Store::try_load(const std::string& key) {
  json::Value load = effect("load");
  load.set("key", key);
  return try_ask(std::move(load), Expected::value);
}

PendingEffect Store::try_save(const std::string& key, const Secret& value) {
  json::Value save = effect("save");
  save.set("key", key).set("value", value.reveal());
  return try_ask(std::move(save), Expected::done);
}

PendingEffect Store::try_erase(const std::string& key) {
  json::Value erase = effect("erase");
  erase.set("key", key);
  return try_ask(std::move(erase), Expected::done);
}

PendingEffect Timer::sleep(Millis delay) {
  json::Value sleep = effect("sleep");
  sleep.set("delay_ms", delay);
  return ask(std::move(sleep), Expected::done);
}

PendingEffect Crypto::try_random(int bytes) {
  json::Value random = effect("random");
  random.set("bytes", bytes);
  return try_ask(std::move(random), Expected::bytes);
}

PendingEffect Crypto::try_digest(std::string_view bytes) {
  json::Value digest = effect("digest");
  digest.set("bytes", text::to_base64url(bytes));
  return try_ask(std::move(digest), Expected::bytes);
}

PendingEffect Credentials::try_credential(CredentialKind kind, bool fresh, bool with_data) {
  json::Value credential = effect("credential");
  credential.set("credential", name(kind)).set("fresh", fresh);
  if (with_data) credential.set("with_data", true);
  return try_ask(std::move(credential), Expected::credential);
}

}  // namespace hufu::flow
