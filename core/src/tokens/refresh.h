// One refresh for everyone: callers, tabs, processes. Nobody is signed out by accident.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "flow/host.h"
#include "flow/single_flight.h"
#include "tokens/back_off.h"
#include "tokens/wechat_codes.h"
#include "tokens/worth.h"
#include "vault/vault.h"

namespace hufu::tokens {

/// Belongs to the session, not to its first caller: one who gives up does not end it.
class Refresh {
 public:
  Refresh(flow::Timer& timer, flow::Crypto& crypto, const flow::Clock& clock, const Config& config,
          vault::Generation& generation, vault::Vault& vault, backend::Backend& backend,
          announcer::Announcer& announcer, Worth& worth, WechatCodes& codes);

  /// The record with a token that will do, renewed by whoever was first.
  flow::Join<vault::RecordRef> join() { return flight_.join(); }
  void abort(const Fault& why) { flight_.abort(why); }

  bool is_cooling_down() const { return back_off_.holds(clock_.uptime()); }
  Uptime cooled_down() const { return back_off_.until(); }
  /// What the last one failed with, to be tried again when it has cooled down.
  Fault why_not_yet() const { return back_off_.why(clock_.uptime()); }
  /// All is well again: nothing holds the next one back.
  void begin_anew() { back_off_.succeeded(); }
  void wake() { back_off_.wake(); }

  /// Hold what another tab or process has written, and tell it.
  void follow(vault::RecordRef stored);

 private:
  using RecordRef = vault::RecordRef;
  using Mark = vault::Generation::Mark;
  template <class T>
  using Task = flow::Task<T>;

  Task<RecordRef> run();
  Task<RecordRef> under_lock(Mark began);
  Task<RecordRef> renew(RecordRef spent, Mark began);
  /// Hold and write the session in `answer`, the successor of `spent`.
  Task<RecordRef> commit(Value answer, RecordRef spent, backend::CallKind how, Mark began);
  void continue_session(vault::Record& renewed, const vault::Record& spent) const;
  Task<RecordRef> succeed(RecordRef spent, RecordRef next, Mark began, Value end = Value());
  Task<RecordRef> end_session(RecordRef ended, Fault why, Mark began);
  Task<RecordRef> require_user(RecordRef ended, EndCause cause, Fault why, Mark began);
  Task<RecordRef> renew_silently(RecordRef ended, Mark began);
  /// Tell of a record that is held in the place of one of `before`.
  void tell_renewed(vault::Person before);

  flow::Timer& timer_;
  flow::Crypto& crypto_;
  const flow::Clock& clock_;
  const Config& config_;
  vault::Generation& generation_;
  vault::Vault& vault_;
  backend::Backend& backend_;
  announcer::Announcer& announcer_;
  Worth& worth_;
  WechatCodes& codes_;
  flow::SingleFlight<RecordRef> flight_;
  BackOff back_off_;
};

}  // namespace hufu::tokens
