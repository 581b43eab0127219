// What waits to be sent to an application.
#include "store/backlog.h"

#include <soci/soci.h>

namespace hufu::mock {

int count_waiting_messages(Transaction& transaction) {
  int count = 0;
  transaction.sql() << "SELECT count(*) FROM outbox", soci::into(count);
  return count;
}

}  // namespace hufu::mock
