#include "vault/vault.h"

#include <tuple>
#include <utility>

namespace hufu::vault {

using flow::Task;

Vault::Vault(flow::Loop& loop, flow::Host& host, const Config& config, Warn warn)
    : host_(host),
      config_(config),
      warn_(std::move(warn)),
      first_load_(loop, [this] { return first_load(); }),
      writing_(loop, [this] { return write_wanted(); }) {}

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
  Result<LoadAnswer> answer = co_await host_.try_load(config_.storage_key);
  if (!answer) co_return Error{Errc::store_unavailable, answer.error().detail, 0, 0};
  foreign_ = Secret();
  if (!answer->value || answer->value->empty()) co_return RecordRef();
  ReadRecord read =
      read_record(answer->value->reveal(), name(config_.backend), config_.base_url, host_.now());
  if (read.reading == Reading::ok) co_return std::make_shared<const Record>(std::move(read.record));
  if (read.reading == Reading::foreign) {
    foreign_ = *std::move(answer->value);
    warn_(Errc::unsupported);
    co_return RecordRef();
  }
  warn_(Errc::malformed_reply);
  // What could not be kept elsewhere stays where it is: nothing is lost.
  const bool kept = co_await set_aside(*std::move(answer->value));
  if (kept) std::ignore = co_await host_.try_erase(config_.storage_key);
  co_return RecordRef();
}

Task<bool> Vault::set_aside(Secret text) {
  std::string key = config_.storage_key + ".set-aside";
  Result<DoneAnswer> kept = co_await host_.try_save(std::move(key), std::move(text));
  if (!kept) trouble_ = std::move(kept.error().detail);
  co_return static_cast<bool>(kept);
}

flow::SingleFlight<bool>::Join Vault::save(Record record) {
  wanted_ = std::make_shared<const Record>(std::move(record));
  ++wishes_;
  return writing_.join();
}

Task<Nothing> Vault::save_again() {
  if (dirty_) std::ignore = co_await writing_.join();
  co_return Nothing();
}

void Vault::forget() {
  held_ = nullptr;
  wanted_ = nullptr;
  dirty_ = false;
  ++wishes_;
  loaded_ = true;
}

Task<Nothing> Vault::erase() {
  if (wanted_ != nullptr) co_return Nothing();
  const bool erased = co_await writing_.join();
  if (!erased) co_return Error{Errc::store_unavailable, trouble_, 0, 0};
  co_return Nothing();
}

// Whoever asks while this runs is served by it: it goes on until the newest wish is fulfilled.
Task<bool> Vault::write_wanted() {
  std::uint32_t wish = 0;
  bool taken = false;
  do {
    wish = wishes_;
    taken = co_await put(wanted_);
  } while (wish != wishes_);
  const bool was_dirty = dirty_;
  dirty_ = !taken && wanted_ != nullptr;
  held_ = wanted_;
  loaded_ = true;
  if (dirty_ && !was_dirty) warn_(Errc::store_unavailable);
  co_return taken;
}

Task<bool> Vault::put(RecordRef record) {
  if (!foreign_.empty()) {
    if (record == nullptr) co_return true;  // not ours to erase
    const bool kept = co_await set_aside(foreign_);
    if (!kept) co_return false;
    foreign_ = Secret();
  }
  std::optional<Error> failed;
  if (record == nullptr) {
    Result<DoneAnswer> erased = co_await host_.try_erase(config_.storage_key);
    if (!erased) failed = std::move(erased.error());
  } else {
    Secret text(write_record(*record));
    Result<DoneAnswer> saved = co_await host_.try_save(config_.storage_key, std::move(text));
    if (!saved) failed = std::move(saved.error());
  }
  if (failed) trouble_ = std::move(failed->detail);
  co_return !failed;
}

void Vault::adopt(RecordRef record) {
  if (writing_.is_flying()) return;
  held_ = record;
  wanted_ = std::move(record);
  loaded_ = true;
}

void Vault::set_user(User user) {
  change([&](Record& record) { record.user = user; });
}

void Vault::age(Millis slept) {
  change([&](Record& record) { record.expires.ms -= slept; });
}

// What is being written grows old too, and is shown as it was changed once it is written.
template <class Change>
void Vault::change(Change change) {
  const bool same = held_ == wanted_;
  for (RecordRef* each : {&held_, &wanted_}) {
    if (*each == nullptr) continue;
    Record changed = **each;
    change(changed);
    *each = std::make_shared<const Record>(std::move(changed));
  }
  if (same) wanted_ = held_;
}

}  // namespace hufu::vault
