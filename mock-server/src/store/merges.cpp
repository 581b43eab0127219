// Records of users that became one.
#include "store/merges.h"

#include <soci/soci.h>

#include "crypto/random.h"

namespace hufu::mock {

void record_merge(Transaction& transaction, const std::string& survivor_id,
                  const std::string& absorbed_id,
                  const std::vector<std::string>& moved_identity_ids) {
  std::string moved;
  for (const std::string& id : moved_identity_ids)
    moved += (moved.empty() ? "" : " ") + id;
  const std::string id = random_uuid();
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "INSERT INTO merges (id, survivor_id, absorbed_id, moved_identities, at_ms) "
                       "VALUES (:id, :survivor, :absorbed, :moved, :now)",
      soci::use(id), soci::use(survivor_id), soci::use(absorbed_id), soci::use(moved),
      soci::use(now_ms);
}

}  // namespace hufu::mock
