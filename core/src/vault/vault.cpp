#include "vault/vault.h"

#include <tuple>
#include <utility>

namespace hufu::vault {

using flow::Answer;
using flow::SingleFlight;
using flow::Task;
using json::Value;

Vault::Vault(flow::Loop& loop, flow::Host& host, const Config& config, Listener& listener)
    : host_(host),
      config_(config),
      listener_(listener),
      first_load_(loop, this, SingleFlight<RecordRef>::run_of<Vault, &Vault::first_load>),
      writing_(loop, this, SingleFlight<Value>::run_of<Vault, &Vault::write_wanted>) {}

Task<RecordRef> Vault::load() {
  if (!loaded_) co_await first_load_.join();
  if (held_ == nullptr) co_return Errc::signed_out;
  co_return held_;
}

Task<RecordRef> Vault::first_load() {
  RecordRef stored = co_await read_store();
  // A sign-in may have been faster than the store: what it brought stays.
  if (!loaded_) adopt(stored);
  co_return held_;
}

Task<RecordRef> Vault::read_store() {
  Answer answer = co_await host_.try_load(config_.storage_key);
  if (!answer) co_return Error{Errc::store_unavailable, answer.error->detail, 0, 0};
  foreign_ = Secret();
  if (answer.text.empty()) co_return RecordRef();
  ReadRecord read = read_record(answer.text, name(config_.backend), config_.base_url, host_.now());
  if (read.reading == Reading::ok) co_return std::make_shared<const Record>(std::move(read.record));
  if (read.reading == Reading::foreign) {
    foreign_ = Secret(std::move(answer.text));
    listener_.on_store_trouble(Errc::unsupported);
    co_return RecordRef();
  }
  listener_.on_store_trouble(Errc::malformed_reply);
  // What could not be kept elsewhere stays where it is: nothing is lost.
  Secret text(std::move(answer.text));
  Value kept = co_await set_aside(std::move(text));
  if (kept.is_true()) std::ignore = co_await host_.try_erase(config_.storage_key);
  co_return RecordRef();
}

Task<Value> Vault::set_aside(Secret text) {
  std::string key = config_.storage_key + ".set-aside";
  Answer kept = co_await host_.try_save(key, text);
  if (!kept) trouble_ = std::move(kept.error->detail);
  co_return Value(!kept.error);
}

SingleFlight<Value>::Join Vault::save(Record record) {
  wanted_ = std::make_shared<const Record>(std::move(record));
  ++wishes_;
  return writing_.join();
}

Task<Value> Vault::save_again() {
  if (dirty_) std::ignore = co_await writing_.join();
  co_return Value();
}

void Vault::forget() {
  held_ = nullptr;
  wanted_ = nullptr;
  dirty_ = false;
  ++wishes_;
  loaded_ = true;
}

Task<Value> Vault::erase() {
  if (wanted_ != nullptr) co_return Value();
  Value erased = co_await writing_.join();
  if (!erased.is_true()) co_return Error{Errc::store_unavailable, trouble_, 0, 0};
  co_return Value();
}

// Whoever asks while this runs is served by it: it goes on until the newest wish is fulfilled.
Task<Value> Vault::write_wanted() {
  std::uint32_t wish = 0;
  bool taken = false;
  do {
    wish = wishes_;
    Value put = co_await this->put(wanted_);
    taken = put.is_true();
  } while (wish != wishes_);
  const bool was_dirty = dirty_;
  dirty_ = !taken && wanted_ != nullptr;
  held_ = wanted_;
  loaded_ = true;
  if (dirty_ && !was_dirty) listener_.on_store_trouble(Errc::store_unavailable);
  co_return Value(taken);
}

Task<Value> Vault::put(RecordRef record) {
  if (!foreign_.empty()) {
    if (record == nullptr) co_return Value(true);  // not ours to erase
    Value kept = co_await set_aside(foreign_);
    if (!kept.is_true()) co_return kept;
    foreign_ = Secret();
  }
  Answer written;
  if (record == nullptr) {
    written = co_await host_.try_erase(config_.storage_key);
  } else {
    Secret text(write_record(*record));
    written = co_await host_.try_save(config_.storage_key, text);
  }
  if (!written) trouble_ = std::move(written.error->detail);
  co_return Value(!written.error);
}

void Vault::adopt(RecordRef record) {
  if (writing_.is_flying()) return;
  held_ = record;
  wanted_ = std::move(record);
  loaded_ = true;
}

void Vault::set_user(const Value& user) { change(&user, 0); }

void Vault::age(Millis slept) { change(nullptr, slept); }

// What is being written grows old too, and is shown as it was changed once it is written.
void Vault::change(const Value* user, Millis slept) {
  const bool same = held_ == wanted_;
  for (RecordRef* each : {&held_, &wanted_}) {
    if (*each == nullptr) continue;
    auto changed = std::make_shared<Record>(**each);
    if (user != nullptr) changed->user = *user;
    changed->expires.ms -= slept;
    *each = std::move(changed);
  }
  if (same) wanted_ = held_;
}

}  // namespace hufu::vault
