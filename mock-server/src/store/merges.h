// Records of users that became one: enough to undo it by hand.
#pragma once

#include <string>
#include <vector>

#include "store/transaction.h"

namespace hufu::mock {

void record_merge(Transaction& transaction, const std::string& survivor_id,
                  const std::string& absorbed_id,
                  const std::vector<std::string>& moved_identity_ids);

}  // namespace hufu::mock
