// Device grants.
#include "store/device_grants.h"

#include <soci/soci.h>

#include "store/unprepared.h"

namespace hufu::mock {
namespace {

std::optional<DeviceGrant> find_grant_by(Transaction& transaction, const std::string& condition,
                                         const std::string& key) {
  DeviceGrant grant;
  long long authenticated_ms = 0, polled_ms = 0, created_ms = 0, expires_ms = 0, scene_ms = 0;
  int on_this_phone = 0, scene_rotates = 0;
  transaction.sql()
      << "SELECT id, state, on_this_phone, device_hmac, user_hmac, scene_hmac, "
         "earlier_scene_hmac, scene_number, scene_ms, scene_rotates, client, platform, place, "
         "browser, number, wrong_numbers, sealed_return_code, wrong_returns, user_id, "
         "identity_id, approver_session_id, approver_authenticated_ms, session_id, interval_s, "
         "polled_ms, created_ms, expires_ms FROM device_grants WHERE "
      << condition,
      soci::into(grant.id), soci::into(grant.state), soci::into(on_this_phone),
      soci::into(grant.device_hmac), soci::into(grant.user_hmac), soci::into(grant.scene.hmac),
      soci::into(grant.scene.earlier_hmac), soci::into(grant.scene.number), soci::into(scene_ms),
      soci::into(scene_rotates), soci::into(grant.client), soci::into(grant.platform),
      soci::into(grant.place), soci::into(grant.browser), soci::into(grant.number),
      soci::into(grant.wrong_numbers), soci::into(grant.sealed_return_code),
      soci::into(grant.wrong_returns), soci::into(grant.user_id), soci::into(grant.identity_id),
      soci::into(grant.approver_session_id), soci::into(authenticated_ms),
      soci::into(grant.session_id), soci::into(grant.interval_s), soci::into(polled_ms),
      soci::into(created_ms), soci::into(expires_ms), soci::use(key, "key");
  if (!transaction.sql().got_data()) return std::nullopt;
  grant.on_this_phone = on_this_phone != 0;
  grant.scene.rotates = scene_rotates != 0;
  grant.scene.drawn_ms = scene_ms;
  grant.approver_authenticated_ms = authenticated_ms;
  grant.polled_ms = polled_ms;
  grant.created_ms = created_ms;
  grant.expires_ms = expires_ms;
  return grant;
}

void deny_open(Transaction& transaction, const char* condition, const std::string& key) {
  std::string id;
  const std::string sql = std::string("UPDATE device_grants SET state = 'denied' WHERE ") +
                          condition +
                          " AND state IN ('scanned', 'agreed', 'approved') RETURNING id";
  const auto take = [&] { transaction.tell(id); };
  take_rows(transaction, sql, take, soci::into(id), soci::use(key));
}

}  // namespace

void add_device_grant(Transaction& transaction, const DeviceGrant& grant) {
  const long long created_ms = grant.created_ms, expires_ms = grant.expires_ms,
                  scene_ms = grant.scene.drawn_ms;
  const int on_this_phone = grant.on_this_phone, scene_rotates = grant.scene.rotates;
  transaction.sql() << "INSERT INTO device_grants (id, state, on_this_phone, device_hmac, "
                       "user_hmac, scene_hmac, scene_ms, scene_rotates, client, platform, place, "
                       "browser, number, wrong_numbers, user_id, identity_id, session_id, "
                       "interval_s, polled_ms, created_ms, expires_ms) VALUES (:id, :state, "
                       ":phone, :device, :user, :scene, :scene_ms, :rotates, :client, :platform, "
                       ":place, :browser, :number, 0, '', '', '', :interval, 0, :created, "
                       ":expires)",
      soci::use(grant.id), soci::use(grant.state), soci::use(on_this_phone),
      soci::use(grant.device_hmac), soci::use(grant.user_hmac), soci::use(grant.scene.hmac),
      soci::use(scene_ms), soci::use(scene_rotates), soci::use(grant.client),
      soci::use(grant.platform), soci::use(grant.place), soci::use(grant.browser),
      soci::use(grant.number), soci::use(grant.interval_s), soci::use(created_ms),
      soci::use(expires_ms);
}

std::optional<DeviceGrant> find_device_grant_by_device(Transaction& transaction,
                                                       const std::string& device_hmac) {
  return find_grant_by(transaction, std::string("device_hmac = :key") + transaction.lock_rows(),
                       device_hmac);
}

std::optional<DeviceGrant> find_device_grant_by_user(Transaction& transaction,
                                                     const std::string& user_hmac) {
  return find_grant_by(transaction, std::string("user_hmac = :key") + transaction.lock_rows(),
                       user_hmac);
}

std::optional<DeviceGrant> find_device_grant_by_scene(Transaction& transaction,
                                                      const std::string& scene_hmac) {
  return find_grant_by(
      transaction,
      std::string("scene_hmac = :key OR earlier_scene_hmac = :key") + transaction.lock_rows(),
      scene_hmac);
}

std::optional<DeviceGrant> find_device_grant(Transaction& transaction, const std::string& id) {
  return find_grant_by(transaction, std::string("id = :key") + transaction.lock_rows(), id);
}

std::optional<DeviceGrant> look_at_device_grant(Transaction& transaction,
                                                const std::string& device_hmac) {
  return find_grant_by(transaction, "device_hmac = :key", device_hmac);
}

bool save_device_grant(Transaction& transaction, const DeviceGrant& grant,
                       const std::string& from) {
  const long long polled_ms = grant.polled_ms, scene_ms = grant.scene.drawn_ms,
                  expires_ms = grant.expires_ms, authenticated_ms = grant.approver_authenticated_ms;
  const int changed = change_rows(
      transaction,
      "UPDATE device_grants SET state = :state, scene_hmac = :scene, earlier_scene_hmac = "
      ":earlier, scene_number = :scene_number, scene_ms = :scene_ms, wrong_numbers = "
      ":wrong, sealed_return_code = :sealed, wrong_returns = :wrong_returns, user_id = "
      ":user, identity_id = :identity, approver_session_id = :approver, "
      "approver_authenticated_ms = :authenticated, session_id = :session, interval_s = "
      ":interval, polled_ms = :polled, expires_ms = :expires "
      "WHERE id = :id AND state = :old_state",
      soci::use(grant.state), soci::use(grant.scene.hmac), soci::use(grant.scene.earlier_hmac),
      soci::use(grant.scene.number), soci::use(scene_ms), soci::use(grant.wrong_numbers),
      soci::use(grant.sealed_return_code), soci::use(grant.wrong_returns), soci::use(grant.user_id),
      soci::use(grant.identity_id), soci::use(grant.approver_session_id),
      soci::use(authenticated_ms), soci::use(grant.session_id), soci::use(grant.interval_s),
      soci::use(polled_ms), soci::use(expires_ms), soci::use(grant.id), soci::use(from));
  if (changed != 1) return false;
  if (grant.state != from) transaction.tell(grant.id);
  return true;
}

void deny_device_grants_of_user(Transaction& transaction, const std::string& user_id) {
  deny_open(transaction, "user_id = :user", user_id);
}

void deny_device_grants_of_identity(Transaction& transaction, const std::string& identity_id) {
  deny_open(transaction, "identity_id = :identity", identity_id);
}

void deny_device_grants_of_session(Transaction& transaction, const std::string& session_id) {
  deny_open(transaction, "approver_session_id = :session", session_id);
}

}  // namespace hufu::mock
