// Where the session is kept: one record in the host's store, and the same in memory.
#pragma once

#include <functional>
#include <string>

#include "flow/host.h"
#include "flow/single_flight.h"
#include "flow/task.h"
#include "hufu/config.h"
#include "vault/record.h"

namespace hufu::vault {

/// Holds the record and keeps store and memory together. Writing comes first, showing second:
/// nobody gets a token that the store does not have, unless the store fails.
class Vault {
 public:
  /// Called with the reason when a record was set aside, or could not be written.
  using Warn = std::function<void(Errc)>;

  Vault(flow::Loop& loop, flow::Host& host, const Config& config, Warn warn);

  /// The record in memory; null before `load` and when nobody is signed in.
  const RecordRef& held() const { return held_; }
  bool loaded() const { return loaded_; }
  /// Whether the newest record is in memory only, because writing it failed.
  bool is_dirty() const { return dirty_; }

  /// The record; read from the store the first time. Ends with `signed_out` if there is none, with
  /// `store_unavailable` if nobody can tell.
  flow::Task<RecordRef> load();

  /// What the store says now, null for nothing; memory is left as it is. A broken or foreign text
  /// is set aside under `<key>.set-aside` and counts as nothing. Error: `store_unavailable`.
  flow::Task<RecordRef> read_store();

  /// Write, then hold. If writing fails the record is held all the same, and dirty. 💾
  flow::Task<Nothing> save(Record record);
  /// Try again to write a dirty record. 💾
  flow::Task<Nothing> save_again();
  /// Hold what another tab or process has written.
  void adopt(RecordRef record);
  /// Change what memory says about the person, without touching the store.
  void set_user(User user);
  /// Take this much off the life of the held token: the machine slept and the uptime did not tell.
  void age(Millis slept);
  /// Forget, then erase. 💾 Error: `store_unavailable`.
  flow::Task<Nothing> clear();

 private:
  flow::Task<RecordRef> first_load();
  flow::Task<Nothing> set_aside(Secret text, Errc why);
  flow::Task<Nothing> write(RecordRef record);

  flow::Host& host_;
  const Config& config_;
  Warn warn_;
  flow::SingleFlight<RecordRef> first_load_;
  RecordRef held_;
  bool loaded_ = false;
  bool dirty_ = false;
};

}  // namespace hufu::vault
