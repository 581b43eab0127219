// Where the session is kept: one record in the host's store, and the same in memory.
#pragma once

#include <cstdint>
#include <utility>

#include "flow/clock.h"
#include "flow/host.h"
#include "flow/single_flight.h"
#include "flow/task.h"
#include "hufu/config.h"
#include "vault/end.h"
#include "vault/record.h"

namespace hufu::vault {

/// Holds the record and keeps store and memory together. Writing comes first, showing second:
/// nobody gets a token that the store does not have, unless the store fails.
///
/// One write at a time, and the last wish wins: a write belongs to the vault and not to the flow
/// that asked for it, so that a save given up half way cannot come after the erasing that follows.
class Vault {
 public:
  using Mark = Generation::Mark;

  class Listener {
   public:
    /// Why a record was set aside, or could not be written.
    virtual void on_store_trouble(Errc why) = 0;
    /// The store has another record than the one that is held: to be followed.
    virtual void on_newer(RecordRef stored) = 0;

   protected:
    ~Listener() = default;
  };

  Vault(flow::Store& store, flow::Locks& locks, const flow::Clock& clock, const Config& config,
        Generation& generation, Listener& listener);

  /// The session's lock, shared with other tabs and processes: whoever renews or writes holds it.
  flow::TryLock try_lock(Millis wait) { return locks_.try_lock(config_.storage_key, wait); }
  flow::TryLock try_lock() { return try_lock(config_.lock_wait_ms); }

  /// The record in memory; null before `load` and when nobody is signed in.
  const RecordRef& held() const { return held_; }
  bool loaded() const { return loaded_; }
  /// Whether the newest record is in memory only, because writing it failed.
  bool is_dirty() const { return dirty_; }
  /// Whether the store has never had anything of what is held.
  bool is_only_here() const { return dirty_ && !stored_; }

  /// The record; read from the store the first time. Ends with `signed_out` if there is none, with
  /// `store_unavailable` if nobody can tell.
  flow::Task<RecordRef> load();

  /// What the store says now, null for nothing; memory is left as it is. A broken text is set aside
  /// under `<key>.set-aside`, until the next sign-out, and counts as nothing. So does a foreign
  /// one, but it stays where it is until something is saved in its place. Fault:
  /// `store_unavailable`.
  flow::Task<RecordRef> read_store();

  /// The newest record there is: the store's, or ours where the store cannot be read, lacks what
  /// could not be written, or was read too early for what has been written here since.
  flow::Task<RecordRef> newest();

  /// The one way to write: `next` in the place of its predecessor `expected`, for what began at
  /// `began`. A null `next` ends the session, and `end` says why; a null `expected` stands for
  /// whatever is there, for a sign-in. Yields what is held then. Errors: `signed_out` if somebody
  /// has signed out since, here or in the store (nothing was written); `conflict` if something
  /// newer is there, which has been followed (nothing was written, or something newer after it).
  ///
  /// Written, then held. If the store does not take it, the record is held all the same, and dirty.
  /// The wish counts from the step in which the guard has looked. 💾
  flow::Task<RecordRef> replace(RecordRef expected, RecordRef next, Mark began,
                                Value end = Value());
  /// The record of a session that was granted just now, of nobody in particular yet.
  Record record_of(const dialects::Grant& grant) const {
    return vault::record_of(grant, config_, clock_.now());
  }
  /// Try again to write a dirty record. 💾
  flow::Task<Value> save_again();
  /// Hold what another tab or process has written, unless something newer is being written here.
  void adopt(RecordRef record);
  /// Change what memory says about this person, without touching the store.
  void set_user(Person person, const Value& user, const Value& session_user);
  /// The server's time may have been learnt: what was read is judged by it.
  void judge_again();
  /// Forget at once. What is being saved at this moment will be erased after it. The first end is
  /// the reason: one of nobody, or of a session that had ended before, changes nothing. 💾
  void forget(const Value& end);
  /// Erase what was forgotten, unless something has been saved since; a note of its end is left
  /// under `<key>.ended`, until the next sign-in. 💾 Fault: `store_unavailable`.
  flow::Task<Value> erase();

  /// `end_of` by the clock of now.
  Value end_of(EndCause cause, const Fault& why = {}) const {
    return vault::end_of(cause, why, clock_.now().wall);
  }
  /// Why only the person can go on with the session that is held; why nobody is signed in by the
  /// note in the store, or, where it keeps none, by what was seen here; null for nothing. Read when
  /// somebody asks, for most who begin as nobody never do.
  flow::Task<Value> why_ended();

 private:
  flow::Task<RecordRef> first_load();
  flow::Task<Value> set_aside(Text text);
  Text aside_key() const;
  Text note_key() const;
  flow::Task<Value> write_wanted();
  flow::Task<Value> put(RecordRef record);
  flow::Task<Value> leave_note();
  /// A record to be written: one without a person is of somebody new, or of whom we know.
  void want(RecordRef record);
  void hold(RecordRef record);
  template <class Change>
  void change(Change change);

  flow::Store& store_;
  flow::Locks& locks_;
  const flow::Clock& clock_;
  const Config& config_;
  Generation& generation_;
  Listener& listener_;
  flow::SingleFlight<RecordRef> first_load_;
  flow::SingleFlight<Value> writing_;  ///< Yields whether the store has taken it.
  RecordRef held_;
  RecordRef wanted_;          ///< What the store ought to hold: `held_`, or what is being written.
  std::uint32_t wishes_ = 0;  ///< Grows with each new `wanted_`.
  Value end_;                 ///< How the session ended that was here before nobody was.
  bool is_new_ = false;       ///< What is wanted comes from a sign-in: the note of before goes.
  Text foreign_;              ///< The text of another server or version that the store has.
  Text trouble_;              ///< What the host said when it could not write.
  bool loaded_ = false;
  bool stored_ = false;  ///< A session of ours has been read from the store, or written to it.
  bool dirty_ = false;
  Millis judged_with_offset_ms_ = 0;  ///< The server's time less our clock, when last judged.
};

}  // namespace hufu::vault
