// Device grants: one device that waits for somebody to let it in (RFC 8628).
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct DeviceGrant {
  std::string id;
  /// pending, approved, denied, redeemed
  std::string state = "pending";
  std::string device_hmac;
  std::string user_hmac;
  /// What the device calls itself.
  std::string client;
  std::string platform;
  std::string place;
  /// Two digits that the device shows and the approver types.
  std::string number;
  int wrong_numbers = 0;
  /// Who approved, with which identity, and in which session: of ours, or Clerk's as in `Caller`.
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
};

void add_device_grant(Transaction& transaction, const DeviceGrant& grant);
std::optional<DeviceGrant> find_device_grant_by_device(Transaction& transaction,
                                                       const std::string& device_hmac);
std::optional<DeviceGrant> find_device_grant_by_user(Transaction& transaction,
                                                     const std::string& user_hmac);
/// Writes state, wrong_numbers, who approved, session, interval and polled_ms, if it is still in
/// `from`.
bool save_device_grant(Transaction& transaction, const DeviceGrant& grant, const std::string& from);

/// Those that were approved and not yet fetched let nobody in any more.
void deny_device_grants_of_user(Transaction& transaction, const std::string& user_id);
void deny_device_grants_of_identity(Transaction& transaction, const std::string& identity_id);
void deny_device_grants_of_session(Transaction& transaction, const std::string& session_id);

}  // namespace hufu::mock
