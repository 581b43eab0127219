// Nobody comes in any more by what was begun before.
#pragma once

#include <string>

#include "store/transaction.h"

namespace hufu::mock {

/// What was begun and would still let somebody in to the account: codes and ceremonies of a
/// binding, devices that were approved and have not come yet, pages on their way into a web-view,
/// ways over WeChat whose code waits.
void call_off_admissions(Transaction& transaction, const std::string& user_id);

/// That, and the account's sessions but the one named (empty: all).
void shut_out(Transaction& transaction, const std::string& user_id,
              const std::string& kept_session_id, const std::string& reason);

}  // namespace hufu::mock
