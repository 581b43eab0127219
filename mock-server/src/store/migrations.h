// The tables, and how an older database becomes the current one.
#pragma once

#include "store/transaction.h"

namespace hufu::mock {

/// Brings the schema to the newest version; does nothing to a current one.
void migrate(Transaction& transaction);
/// Deletes all rows of all tables, the schema stays.
void clear_tables(Transaction& transaction);

}  // namespace hufu::mock
