// Device grants.
#include "store/device_grants.h"

#include <soci/soci.h>

namespace hufu::mock {
namespace {

std::optional<DeviceGrant> find_grant_by(Transaction& transaction, const char* condition,
                                         const std::string& key) {
  DeviceGrant grant;
  long long authenticated_ms = 0, polled_ms = 0, created_ms = 0, expires_ms = 0;
  transaction.sql()
      << "SELECT id, state, device_hmac, user_hmac, client, platform, place, number, "
         "wrong_numbers, user_id, identity_id, approver_session_id, approver_authenticated_ms, "
         "session_id, interval_s, polled_ms, created_ms, expires_ms FROM device_grants WHERE "
      << condition << transaction.lock_rows(),
      soci::into(grant.id), soci::into(grant.state), soci::into(grant.device_hmac),
      soci::into(grant.user_hmac), soci::into(grant.client), soci::into(grant.platform),
      soci::into(grant.place), soci::into(grant.number), soci::into(grant.wrong_numbers),
      soci::into(grant.user_id), soci::into(grant.identity_id),
      soci::into(grant.approver_session_id), soci::into(authenticated_ms),
      soci::into(grant.session_id), soci::into(grant.interval_s), soci::into(polled_ms),
      soci::into(created_ms), soci::into(expires_ms), soci::use(key);
  if (!transaction.sql().got_data()) return std::nullopt;
  grant.approver_authenticated_ms = authenticated_ms;
  grant.polled_ms = polled_ms;
  grant.created_ms = created_ms;
  grant.expires_ms = expires_ms;
  return grant;
}

void deny_approved(Transaction& transaction, const char* condition, const std::string& key) {
  transaction.sql() << "UPDATE device_grants SET state = 'denied' WHERE " << condition
                    << " AND state = 'approved'",
      soci::use(key);
}

}  // namespace

void add_device_grant(Transaction& transaction, const DeviceGrant& grant) {
  const long long created_ms = grant.created_ms, expires_ms = grant.expires_ms;
  transaction.sql() << "INSERT INTO device_grants (id, state, device_hmac, user_hmac, client, "
                       "platform, place, number, wrong_numbers, "
                       "user_id, identity_id, session_id, interval_s, polled_ms, created_ms, "
                       "expires_ms) VALUES (:id, :state, :device, "
                       ":user, :client, :platform, :place, :number, 0, '', '', '', :interval, 0, "
                       ":created, :expires)",
      soci::use(grant.id), soci::use(grant.state), soci::use(grant.device_hmac),
      soci::use(grant.user_hmac), soci::use(grant.client), soci::use(grant.platform),
      soci::use(grant.place), soci::use(grant.number), soci::use(grant.interval_s),
      soci::use(created_ms), soci::use(expires_ms);
}

std::optional<DeviceGrant> find_device_grant_by_device(Transaction& transaction,
                                                       const std::string& device_hmac) {
  return find_grant_by(transaction, "device_hmac = :key", device_hmac);
}

std::optional<DeviceGrant> find_device_grant_by_user(Transaction& transaction,
                                                     const std::string& user_hmac) {
  return find_grant_by(transaction, "user_hmac = :key", user_hmac);
}

bool save_device_grant(Transaction& transaction, const DeviceGrant& grant,
                       const std::string& from) {
  const long long polled_ms = grant.polled_ms;
  const long long authenticated_ms = grant.approver_authenticated_ms;
  soci::statement statement =
      (transaction.sql().prepare
           << "UPDATE device_grants SET state = :state, wrong_numbers = :wrong, user_id = :user, "
              "identity_id = :identity, approver_session_id = :approver, "
              "approver_authenticated_ms = :authenticated, session_id = :session, interval_s = "
              ":interval, polled_ms = :polled "
              "WHERE id = :id AND state = :old_state",
       soci::use(grant.state), soci::use(grant.wrong_numbers), soci::use(grant.user_id),
       soci::use(grant.identity_id), soci::use(grant.approver_session_id),
       soci::use(authenticated_ms), soci::use(grant.session_id), soci::use(grant.interval_s),
       soci::use(polled_ms), soci::use(grant.id), soci::use(from));
  statement.execute(true);
  return statement.get_affected_rows() == 1;
}

void deny_device_grants_of_user(Transaction& transaction, const std::string& user_id) {
  deny_approved(transaction, "user_id = :user", user_id);
}

void deny_device_grants_of_identity(Transaction& transaction, const std::string& identity_id) {
  deny_approved(transaction, "identity_id = :identity", identity_id);
}

void deny_device_grants_of_session(Transaction& transaction, const std::string& session_id) {
  deny_approved(transaction, "approver_session_id = :session", session_id);
}

}  // namespace hufu::mock
