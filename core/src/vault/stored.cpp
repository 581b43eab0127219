// What the vault has in the store: the record, what was set aside, and the note of an end.
#include <tuple>
#include <utility>

#include "base/fault.h"
#include "vault/vault.h"

namespace hufu::vault {

using flow::Answer;
using flow::Task;

Task<RecordRef> Vault::read_store() {
  Answer answer = co_await store_.try_load(config_.storage_key);
  if (!answer) co_return Fault(Errc::store_unavailable, answer->fault.detail());
  foreign_ = Text();
  if (answer->text.empty()) co_return RecordRef();
  ReadRecord read = read_record(answer->text, name(config_.backend), config_.base_url, clock_.now(),
                                clock_.server_offset_ms());
  if (read.reading == Reading::ok) {
    stored_ = true;
    co_return RecordRef::make(std::move(read.record));
  }
  if (read.reading == Reading::foreign) {
    foreign_ = answer->text;
    if (held_ == nullptr) end_ = end_of(EndCause::record_foreign);
    listener_.on_store_trouble(Errc::unsupported);
    co_return RecordRef();
  }
  listener_.on_store_trouble(Errc::malformed_reply);
  // What could not be kept elsewhere stays where it is: nothing is lost.
  Value kept = co_await set_aside(answer->text);
  if (!kept.is_true()) co_return RecordRef();
  end_ = end_of(EndCause::record_broken);
  co_await leave_note();
  std::ignore = co_await store_.try_erase(config_.storage_key);
  co_return RecordRef();
}

Text Vault::aside_key() const { return Text(config_.storage_key).append(".set-aside"); }

Text Vault::note_key() const { return Text(config_.storage_key).append(".ended"); }

Task<Value> Vault::set_aside(Text text) {
  Answer kept = co_await store_.try_save(aside_key(), text);
  if (!kept) trouble_ = kept->fault.detail();
  co_return Value(static_cast<bool>(kept));
}

Task<Value> Vault::why_ended() {
  if (held_ != nullptr) co_return held_->ended;
  Answer note = co_await store_.try_load(note_key());
  Value end;
  if (note) end = read_end(note->text);
  // A store that keeps no notes, like cookies, or that was emptied behind our back.
  if (end.is_null()) end = end_;
  co_return end;
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
  hold(wanted_);
  if (dirty_ && !was_dirty) listener_.on_store_trouble(Errc::store_unavailable);
  co_return Value(taken);
}

Task<Value> Vault::put(RecordRef record) {
  Answer written;
  if (record == nullptr) {
    // One of another server or version stays; of what was set aside nothing does.
    if (foreign_.empty()) {
      // The note comes first: a crash in between leaves a session, which outweighs it.
      co_await leave_note();
      written = co_await store_.try_erase(config_.storage_key);
    }
    Answer rest = co_await store_.try_erase(aside_key());
    if (written) written = std::move(rest);
  } else {
    if (!foreign_.empty()) {
      Value kept = co_await set_aside(foreign_);
      if (!kept.is_true()) co_return kept;
      foreign_ = Text();
    }
    written = co_await store_.try_save(config_.storage_key, write_record(*record));
    if (written && is_new_) {
      is_new_ = false;
      std::ignore = co_await store_.try_erase(note_key());
    }
  }
  if (!written) trouble_ = written->fault.detail();
  if (written) stored_ = static_cast<bool>(record);
  co_return Value(static_cast<bool>(written));
}

// It is worth no trouble: a store that does not take it, or a full disk, ends the session all the
// same.
Task<Value> Vault::leave_note() {
  if (!end_.is_null()) std::ignore = co_await store_.try_save(note_key(), write_end(end_));
  co_return Value();
}

}  // namespace hufu::vault
