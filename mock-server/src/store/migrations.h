// The tables, and how an older database becomes the current one.
#pragma once

#include "store/transaction.h"

namespace hufu::mock {

/// Brings the schema to the newest version; does nothing to a current or a newer one.
void migrate(Transaction& transaction);
/// Throws `DatabaseFailure` for a schema of another version, with a sentence for the operator.
void require_current(Transaction& transaction);
/// Deletes all rows of all tables, the schema stays.
void clear_tables(Transaction& transaction);

}  // namespace hufu::mock
