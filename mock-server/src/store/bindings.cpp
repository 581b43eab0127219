// Bindings.
#include "store/bindings.h"

#include <soci/soci.h>

#include "store/audit.h"
#include "store/unprepared.h"

namespace hufu::mock {
namespace {

constexpr const char* kSelectBinding =
    "SELECT id, purpose, state, target, code_hmac, qr_hmac, scene_hmac, earlier_scene_hmac, "
    "scene_number, scene_ms, issuer_user_id, issuer_session_id, issuer_provider, issuer_platform, "
    "issuer_place, issuer_browser, "
    "redeemer_user_id, redeemer_session_id, redeemer_identity_id, redeemer_platform, "
    "redeemer_place, survivor, number, wrong_numbers, "
    "created_ms, redeemed_ms, expires_ms FROM bindings ";

template <class Statement>
std::optional<Binding> read_one(Transaction& transaction, Statement statement,
                                const std::string& key) {
  Binding row;
  long long created_ms = 0, redeemed_ms = 0, expires_ms = 0, scene_ms = 0;
  {
    auto query = statement();
    query, soci::into(row.id), soci::into(row.purpose), soci::into(row.state),
        soci::into(row.target), soci::into(row.code_hmac), soci::into(row.qr_hmac),
        soci::into(row.scene.hmac), soci::into(row.scene.earlier_hmac),
        soci::into(row.scene.number), soci::into(scene_ms), soci::into(row.issuer_user_id),
        soci::into(row.issuer_session_id), soci::into(row.issuer_provider),
        soci::into(row.issuer_platform), soci::into(row.issuer_place),
        soci::into(row.issuer_browser), soci::into(row.redeemer_user_id),
        soci::into(row.redeemer_session_id), soci::into(row.redeemer_identity_id),
        soci::into(row.redeemer_platform), soci::into(row.redeemer_place), soci::into(row.survivor),
        soci::into(row.number), soci::into(row.wrong_numbers), soci::into(created_ms),
        soci::into(redeemed_ms), soci::into(expires_ms), soci::use(key, "key");
  }
  if (!transaction.sql().got_data()) return std::nullopt;
  row.scene.drawn_ms = scene_ms;
  row.scene.rotates = !row.scene.hmac.empty();
  row.created_ms = created_ms;
  row.redeemed_ms = redeemed_ms;
  row.expires_ms = expires_ms;
  return row;
}

void end_where(Transaction& transaction, const std::string& condition, const std::string& key,
               const std::string& other) {
  std::string id;
  const auto take = [&] { transaction.tell(id); };
  take_rows(transaction,
            "UPDATE bindings SET state = 'expired' WHERE " + condition + " RETURNING id", take,
            soci::into(id), soci::use(key, "key"), soci::use(other, "other"));
}

void end_live(Transaction& transaction, const std::string& whose, const std::string& key,
              const std::string& except_id = "") {
  end_where(transaction, whose + " AND id <> :other AND state IN ('issued', 'pending', 'accepted')",
            key, except_id);
}

void mark_expired(Transaction& transaction, Binding& binding) {
  binding.state = "expired";
  transaction.sql() << "UPDATE bindings SET state = 'expired' WHERE id = :id",
      soci::use(binding.id);
  write_audit(transaction, "expired", binding.issuer_user_id, binding.id, "");
  transaction.tell(binding.id);
}

std::optional<Binding> at_this_time(Transaction& transaction, std::optional<Binding> binding) {
  if (binding && binding->is_live() && binding->expires_ms <= transaction.now_ms())
    mark_expired(transaction, *binding);
  return binding;
}

}  // namespace

void add_binding(Transaction& transaction, const Binding& binding) {
  const long long created_ms = binding.created_ms, expires_ms = binding.expires_ms,
                  scene_ms = binding.scene.drawn_ms;
  transaction.sql() << "INSERT INTO bindings (id, purpose, state, target, code_hmac, qr_hmac, "
                       "scene_hmac, scene_ms, issuer_user_id, issuer_session_id, "
                       "issuer_provider, issuer_platform, issuer_place, issuer_browser, "
                       "redeemer_user_id, redeemer_session_id, "
                       "redeemer_identity_id, "
                       "redeemer_platform, redeemer_place, survivor, number, wrong_numbers, "
                       "created_ms, redeemed_ms, expires_ms) "
                       "VALUES (:id, :purpose, :state, :target, :code, :qr, :scene, :scene_ms, "
                       ":issuer, :session, "
                       ":provider, :platform, :place, :browser, '', '', '', '', "
                       "'', '', '', 0, :created, 0, :expires)",
      soci::use(binding.id), soci::use(binding.purpose), soci::use(binding.state),
      soci::use(binding.target), soci::use(binding.code_hmac), soci::use(binding.qr_hmac),
      soci::use(binding.scene.hmac), soci::use(scene_ms), soci::use(binding.issuer_user_id),
      soci::use(binding.issuer_session_id), soci::use(binding.issuer_provider),
      soci::use(binding.issuer_platform), soci::use(binding.issuer_place),
      soci::use(binding.issuer_browser), soci::use(created_ms), soci::use(expires_ms);
}

std::optional<Binding> find_binding(Transaction& transaction, const std::string& id) {
  const auto query = [&] {
    return transaction.sql() << kSelectBinding << "WHERE id = :key" << transaction.lock_rows();
  };
  return at_this_time(transaction, read_one(transaction, query, id));
}

std::optional<Binding> find_binding_by_code(Transaction& transaction, const std::string& hmac) {
  const auto query = [&] {
    return transaction.sql() << kSelectBinding
                             << "WHERE code_hmac = :key OR qr_hmac = :key OR scene_hmac = :key OR "
                                "earlier_scene_hmac = :key"
                             << transaction.lock_rows();
  };
  return at_this_time(transaction, read_one(transaction, query, hmac));
}

bool advance_binding(Transaction& transaction, const Binding& binding, const std::string& from) {
  const long long redeemed_ms = binding.redeemed_ms, expires_ms = binding.expires_ms,
                  now_ms = transaction.now_ms();
  const int changed = change_rows(
      transaction,
      "UPDATE bindings SET state = :state, purpose = :purpose, redeemer_user_id = :user, "
      "redeemer_session_id = :session, "
      "redeemer_identity_id = :identity, redeemer_platform = :platform, redeemer_place = "
      ":place, survivor = :survivor, "
      "number = :number, redeemed_ms = :redeemed, expires_ms = :expires "
      "WHERE id = :id AND state = :old_state AND expires_ms > :now",
      soci::use(binding.state), soci::use(binding.purpose), soci::use(binding.redeemer_user_id),
      soci::use(binding.redeemer_session_id), soci::use(binding.redeemer_identity_id),
      soci::use(binding.redeemer_platform), soci::use(binding.redeemer_place),
      soci::use(binding.survivor), soci::use(binding.number), soci::use(redeemed_ms),
      soci::use(expires_ms), soci::use(binding.id), soci::use(from), soci::use(now_ms));
  if (changed != 1) return false;
  transaction.tell(binding.id);
  return true;
}

void save_scene(Transaction& transaction, const Binding& binding) {
  const long long scene_ms = binding.scene.drawn_ms;
  transaction.sql() << "UPDATE bindings SET scene_hmac = :scene, earlier_scene_hmac = :earlier, "
                       "scene_number = :number, scene_ms = :drawn "
                       "WHERE id = :id AND state = 'issued'",
      soci::use(binding.scene.hmac), soci::use(binding.scene.earlier_hmac),
      soci::use(binding.scene.number), soci::use(scene_ms), soci::use(binding.id);
}

void count_wrong_number(Transaction& transaction, const Binding& binding) {
  transaction.sql() << "UPDATE bindings SET wrong_numbers = wrong_numbers + 1 WHERE id = :id",
      soci::use(binding.id);
}

void end_issued_codes(Transaction& transaction, const std::string& issuer_user_id,
                      const std::string& target) {
  end_where(transaction, "issuer_user_id = :key AND target = :other AND state = 'issued'",
            issuer_user_id, target);
}

void end_bindings_of_session(Transaction& transaction, const std::string& session_id) {
  end_live(transaction, "(issuer_session_id = :key OR redeemer_session_id = :key)", session_id);
}

void end_bindings_issued_by(Transaction& transaction, const std::string& user_id) {
  end_live(transaction, "issuer_user_id = :key", user_id);
}

void end_bindings_of_user(Transaction& transaction, const std::string& user_id,
                          const std::string& except_id) {
  end_live(transaction, "(issuer_user_id = :key OR redeemer_user_id = :key)", user_id, except_id);
}

}  // namespace hufu::mock
