#include "vault/vault.h"

#include <tuple>
#include <utility>

namespace hufu::vault {

using flow::Task;

Vault::Vault(flow::Loop& loop, flow::Host& host, const Config& config, Warn warn)
    : host_(host),
      config_(config),
      warn_(std::move(warn)),
      first_load_(loop, [this] { return first_load(); }) {}

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
  if (!answer->value || answer->value->empty()) co_return RecordRef();
  ReadRecord read = read_record(answer->value->reveal(), name(config_.backend), config_.base_url,
                                host_.now());
  if (read.reading == Reading::ok) co_return std::make_shared<const Record>(std::move(read.record));
  const Errc why = read.reading == Reading::corrupt ? Errc::malformed_reply : Errc::unsupported;
  co_await set_aside(*answer->value, why);
  co_return RecordRef();
}

Task<Nothing> Vault::set_aside(Secret text, Errc why) {
  warn_(why);
  std::string key = config_.storage_key + ".set-aside";
  Result<DoneAnswer> kept = co_await host_.try_save(std::move(key), std::move(text));
  // What could not be kept elsewhere stays where it is: nothing is lost, and it is not read again.
  if (!kept) co_return Nothing();
  std::ignore = co_await host_.try_erase(config_.storage_key);
  co_return Nothing();
}

Task<Nothing> Vault::save(Record record) {
  RecordRef kept = std::make_shared<const Record>(std::move(record));
  co_await write(kept);
  adopt(std::move(kept));
  co_return Nothing();
}

Task<Nothing> Vault::save_again() {
  if (dirty_ && held_ != nullptr) co_await write(held_);
  co_return Nothing();
}

Task<Nothing> Vault::write(RecordRef record) {
  Secret text(write_record(*record));
  Result<DoneAnswer> saved = co_await host_.try_save(config_.storage_key, std::move(text));
  dirty_ = !saved;
  if (dirty_) warn_(Errc::store_unavailable);
  co_return Nothing();
}

void Vault::adopt(RecordRef record) {
  held_ = std::move(record);
  loaded_ = true;
}

void Vault::set_user(User user) {
  if (held_ == nullptr) return;
  Record changed = *held_;
  changed.user = std::move(user);
  held_ = std::make_shared<const Record>(std::move(changed));
}

void Vault::age(Millis slept) {
  if (held_ == nullptr) return;
  Record aged = *held_;
  aged.expires.ms -= slept;
  held_ = std::make_shared<const Record>(std::move(aged));
}

Task<Nothing> Vault::clear() {
  adopt(nullptr);
  dirty_ = false;
  Result<DoneAnswer> erased = co_await host_.try_erase(config_.storage_key);
  if (!erased) co_return Error{Errc::store_unavailable, erased.error().detail, 0, 0};
  co_return Nothing();
}

}  // namespace hufu::vault
