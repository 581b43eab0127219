#include "vault/vault.h"

#include <cmath>
#include <tuple>
#include <utility>

#include "base/fault.h"

namespace hufu::vault {

using flow::SingleFlight;
using flow::Task;

namespace {

// The same record as of that person.
RecordRef of_person(RecordRef record, Person person) {
  if (record->person == person) return record;
  Record marked = *record;
  marked.person = person;
  return RecordRef::make(std::move(marked));
}

}  // namespace

Vault::Vault(flow::Store& store, flow::Locks& locks, const flow::Clock& clock, const Config& config,
             Generation& generation, Listener& listener)
    : store_(store),
      locks_(locks),
      clock_(clock),
      config_(config),
      generation_(generation),
      listener_(listener),
      first_load_(this, SingleFlight<RecordRef>::run_of<Vault, &Vault::first_load>),
      writing_(this, SingleFlight<Value>::run_of<Vault, &Vault::write_wanted>) {}

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

Task<RecordRef> Vault::newest() {
  if (dirty_) co_return held_;
  const std::uint32_t wish = wishes_;
  Tried<RecordRef> stored = co_await flow::attempt(read_store());
  // What was written here meanwhile is newer than what was read.
  if (!stored || wish != wishes_) co_return held_;
  // The same, but its time of life is only known by the wall clock.
  if (*stored != nullptr && held_ != nullptr && same_tokens(**stored, *held_)) co_return held_;
  co_return *stored;
}

Task<RecordRef> Vault::replace(RecordRef expected, RecordRef next, Mark began, Value end) {
  bool readable = true;
  if (expected != nullptr) {
    Tried<RecordRef> stored = expected;
    if (!dirty_) stored = co_await flow::attempt(read_store());
    if (wanted_ == nullptr) co_return Errc::signed_out;
    if (!same_tokens(*wanted_, *expected)) {
      // A sign-in here was faster: it is held once it is written.
      if (writing_.is_flying()) std::ignore = co_await writing_.join();
      co_return Errc::conflict;
    }
    readable = static_cast<bool>(stored);
    if (readable && *stored == nullptr) {
      adopt(nullptr);  // another tab or process has signed out
      co_return Errc::signed_out;
    }
    if (readable && !same_tokens(**stored, *expected)) {
      listener_.on_newer(*stored);
      co_return Errc::conflict;
    }
  }
  if (!generation_.nobody_left_since(began)) co_return Errc::signed_out;
  if (next == nullptr) {
    forget(end);
    // What cannot be read is not erased: it may be the newer session of another process.
    if (readable) std::ignore = co_await flow::attempt(erase());
    co_return next;
  }
  is_new_ = is_new_ || expected == nullptr;
  want(next);
  std::ignore = co_await writing_.join();
  if (held_ == nullptr) co_return Errc::signed_out;
  if (!same_tokens(*held_, *next)) co_return Errc::conflict;
  co_return held_;
}

void Vault::want(RecordRef record) {
  Person person = record->person;
  if (person == 0) {
    const bool known = held_ != nullptr && same_person(*held_, *record).value_or(false);
    person = known ? held_->person : generation_.new_person();
  }
  wanted_ = of_person(std::move(record), person);
  end_ = Value();
  ++wishes_;
}

void Vault::hold(RecordRef record) {
  if (record != nullptr) {
    generation_.is_here(record->person);
  } else if (held_ != nullptr || !loaded_) {
    generation_.is_here(generation_.new_person());
  }
  held_ = std::move(record);
  loaded_ = true;
}

Task<Value> Vault::save_again() {
  if (dirty_) std::ignore = co_await writing_.join();
  co_return Value();
}

void Vault::forget(const Value& end) {
  if (held_ != nullptr) end_ = held_->ended.is_null() ? end : held_->ended;
  hold(nullptr);
  wanted_ = nullptr;
  dirty_ = false;
  ++wishes_;
}

Task<Value> Vault::erase() {
  if (wanted_ != nullptr) co_return Value();
  Value erased = co_await writing_.join();
  if (!erased.is_true()) co_return Fault(Errc::store_unavailable, trouble_);
  co_return Value();
}

// Where neither record tells its person they pass for one: a renewal by another tab.
void Vault::adopt(RecordRef record) {
  if (writing_.is_flying()) return;
  if (record != nullptr) {
    const bool known = held_ != nullptr && same_person(*held_, *record).value_or(true);
    const bool first = !loaded_ || known;
    record = of_person(record, first ? generation_.mark().person() : generation_.new_person());
    end_ = Value();
  } else if (held_ != nullptr && end_.is_null()) {
    // Unless a note says more.
    end_ = end_of(foreign_.empty() ? EndCause::store_emptied : EndCause::record_foreign);
  }
  wanted_ = record;
  hold(std::move(record));
}

void Vault::set_user(Person person, const Value& user, const Value& session_user) {
  change([&](Record& record) {
    if (record.person != person) return;
    record.user = user;
    if (!record.session_user.is_null()) record.session_user = session_user;
  });
}

// Dates are told in whole seconds, and take their time to come. What is being written was given
// just now: its life is known.
void Vault::judge_again() {
  constexpr Millis kTolerance = 5'000;
  const Millis offset = clock_.server_offset_ms();
  if (std::abs(offset - judged_with_offset_ms_) <= kTolerance) return;
  judged_with_offset_ms_ = offset;
  if (held_ == nullptr || held_ != wanted_ || held_->end.ms == 0) return;
  const Uptime end = expiry(*held_, clock_.now(), offset);
  change([&](Record& record) { record.expires = end; });
}

// What is being written changes too, and is shown as it was changed once it is written.
template <class Change>
void Vault::change(Change change) {
  const bool same = held_ == wanted_;
  for (RecordRef* each : {&held_, &wanted_}) {
    if (*each == nullptr) continue;
    Record changed = **each;
    change(changed);
    *each = RecordRef::make(std::move(changed));
  }
  if (same) wanted_ = held_;
}

}  // namespace hufu::vault
