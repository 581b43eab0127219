// The audit log (B21): what happened to accounts, without codes or tokens.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace hufu::mock {

class Transaction;

struct AuditEntry {
  std::int64_t number = 0;
  WallMs at_ms = 0;
  /// signed_in, refreshed, reuse_detected, signed_out, issued, redeemed, accepted, confirmed,
  /// declined, expired, limited, conflict, absorbed, merged, unlinked, ...
  std::string event;
  /// Unified user id; empty where nobody was known.
  std::string user_id;
  /// Session, binding, provider: ids only.
  std::string subject;
  /// A word or two that say why.
  std::string detail;
};

void write_audit(Transaction& transaction, std::string event, std::string user_id,
                 std::string subject, std::string detail);
/// Entries after `after_number`, oldest first.
std::vector<AuditEntry> read_audit(Transaction& transaction, std::int64_t after_number, int limit);

}  // namespace hufu::mock
