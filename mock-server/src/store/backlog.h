// What waits to be sent to an application.
#pragma once

#include "store/transaction.h"

namespace hufu::mock {

/// Messages that nobody has taken yet.
int count_waiting_messages(Transaction& transaction);

}  // namespace hufu::mock
