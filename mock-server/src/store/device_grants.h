// Device grants: one device that waits for somebody to let it in (RFC 8628).
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "store/shown_scene.h"
#include "store/transaction.h"

namespace hufu::mock {

struct DeviceGrant {
  std::string id;
  /// pending, scanned, agreed (a return code is still to be entered), approved, redeemed; denied,
  /// closed
  std::string state = "pending";
  /// Of a device with a screen of its own, or of a page on the telephone that agrees.
  bool on_this_phone = false;
  std::string device_hmac;
  std::string user_hmac;
  ShownScene scene;
  /// What the device calls itself.
  std::string client;
  std::string platform;
  std::string place;
  /// "Safari, iPhone"; empty for a program.
  std::string browser;
  /// Two digits that the device shows and the approver types.
  std::string number;
  int wrong_numbers = 0;
  /// What the telephone showed and the page is to enter; sealed.
  std::string sealed_return_code;
  int wrong_returns = 0;
  /// Who scanned or approved, with which identity, and in which session: of ours, or Clerk's as in
  /// `Caller`.
  std::string user_id;
  std::string identity_id;
  std::string approver_session_id;
  /// When the approver last proved who they are; 0 if unknown.
  WallMs approver_authenticated_ms = 0;
  /// The session that came of it.
  std::string session_id;
  int interval_s = 5;
  WallMs polled_ms = 0;
  WallMs created_ms = 0;
  WallMs expires_ms = 0;

  bool is_over_at(WallMs now_ms) const { return state == "closed" || expires_ms <= now_ms; }
};

void add_device_grant(Transaction& transaction, const DeviceGrant& grant);
std::optional<DeviceGrant> find_device_grant_by_device(Transaction& transaction,
                                                       const std::string& device_hmac);
std::optional<DeviceGrant> find_device_grant_by_user(Transaction& transaction,
                                                     const std::string& user_hmac);
/// By the scene of now or by the one before.
std::optional<DeviceGrant> find_device_grant_by_scene(Transaction& transaction,
                                                      const std::string& scene_hmac);
std::optional<DeviceGrant> find_device_grant(Transaction& transaction, const std::string& id);
/// Only to look: nobody has to wait for whoever does.
std::optional<DeviceGrant> look_at_device_grant(Transaction& transaction,
                                                const std::string& device_hmac);
/// Writes what may change, if it is still in `from`: this one conditional statement is what makes
/// each step happen once.
bool save_device_grant(Transaction& transaction, const DeviceGrant& grant, const std::string& from);

/// Those that somebody scanned or approved, and that were not yet fetched, let nobody in any more.
void deny_device_grants_of_user(Transaction& transaction, const std::string& user_id);
void deny_device_grants_of_identity(Transaction& transaction, const std::string& identity_id);
void deny_device_grants_of_session(Transaction& transaction, const std::string& session_id);

}  // namespace hufu::mock
