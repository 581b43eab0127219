// Passwords, as hashes only.
#include "store/credentials.h"

#include <soci/soci.h>

namespace hufu::mock {

std::optional<std::string> find_password_hash(Transaction& transaction,
                                              const std::string& identity_id) {
  std::string hash;
  transaction.sql() << "SELECT password_hash FROM credentials WHERE identity_id = :identity",
      soci::into(hash), soci::use(identity_id);
  if (!transaction.sql().got_data()) return std::nullopt;
  return hash;
}

void keep_password_hash(Transaction& transaction, const std::string& identity_id,
                        const std::string& hash) {
  const long long now_ms = transaction.now_ms();
  drop_password_hash(transaction, identity_id);
  transaction.sql() << "INSERT INTO credentials (identity_id, password_hash, changed_ms) VALUES "
                       "(:identity, :hash, :now)",
      soci::use(identity_id), soci::use(hash), soci::use(now_ms);
}

void drop_password_hash(Transaction& transaction, const std::string& identity_id) {
  transaction.sql() << "DELETE FROM credentials WHERE identity_id = :identity",
      soci::use(identity_id);
}

}  // namespace hufu::mock
