// All that is kept about one person.
#include "store/person_data.h"

#include <soci/soci.h>

#include <array>

#include "crypto/encoding.h"
#include "store/unprepared.h"

namespace hufu::mock {
namespace {

// In this order: what points at a row goes before it.
constexpr std::array kRowsOfAUser = {
    "sign_in_flows WHERE link_user_id = :id",
    "sign_in_flows WHERE subject IN (SELECT subject FROM identities WHERE user_id = :id)",
    "credentials WHERE identity_id IN (SELECT id FROM identities WHERE user_id = :id)",
    "web_view_tickets WHERE session_id IN (SELECT id FROM sessions WHERE user_id = :id)",
    "sessions WHERE user_id = :id",
    "factor_challenges WHERE factor_id IN (SELECT id FROM factors WHERE user_id = :id)",
    "factors WHERE user_id = :id",
    "identities WHERE user_id = :id",
    "released_identities WHERE user_id = :id",
    "user_metadata WHERE user_id = :id",
    "mini_accounts WHERE user_id = :id",
    "pending_emails WHERE user_id = :id",
    "inbox WHERE address IN (SELECT address FROM one_time_tokens WHERE user_id = :id)",
    "one_time_tokens WHERE user_id = :id",
    "avatars WHERE user_id = :id",
    "bindings WHERE issuer_user_id = :id",
    "bindings WHERE redeemer_user_id = :id",
    "device_grants WHERE user_id = :id",
    "attempts WHERE subject = :id",
    "merges WHERE survivor_id = :id",
    "merges WHERE absorbed_id = :id",
};

}  // namespace

std::vector<Session> sessions_of(Transaction& transaction, const std::string& user_id) {
  std::vector<Session> sessions;
  Session one;
  long long created_ms = 0, rotated_ms = 0, authenticated_ms = 0, ended_ms = 0;
  const auto take = [&] {
    one.created_ms = created_ms;
    one.rotated_ms = rotated_ms;
    one.authenticated_ms = authenticated_ms;
    one.ended_ms = ended_ms;
    sessions.push_back(one);
  };
  take_rows(transaction,
            "SELECT platform, created_ms, rotated_ms, authenticated_ms, ended_ms, end_reason "
            "FROM sessions WHERE user_id = :user ORDER BY created_ms DESC",
            take, soci::into(one.platform), soci::into(created_ms), soci::into(rotated_ms),
            soci::into(authenticated_ms), soci::into(ended_ms), soci::into(one.end_reason),
            soci::use(user_id));
  return sessions;
}

std::optional<Avatar> avatar_of(Transaction& transaction, const std::string& user_id) {
  Avatar avatar;
  std::string base64;
  transaction.sql() << "SELECT content_type, base64 FROM avatars WHERE user_id = :user",
      soci::into(avatar.content_type), soci::into(base64), soci::use(user_id);
  if (!transaction.sql().got_data()) return std::nullopt;
  avatar.bytes = decode_base64(base64).value_or("");
  return avatar;
}

void empty_person(Transaction& transaction, const std::string& user_id) {
  for (const char* rows : kRowsOfAUser)
    transaction.sql() << "DELETE FROM " << rows, soci::use(user_id);
}

void erase_person(Transaction& transaction, const User& user) {
  std::vector<std::string> ids = user.absorbed_ids;
  ids.push_back(user.id);
  for (const std::string& id : ids) {
    empty_person(transaction, id);
    delete_user(transaction, id);
  }
}

}  // namespace hufu::mock
