// The audit log (B21).
#include "store/audit.h"

#include <soci/soci.h>

#include <utility>

#include "store/transaction.h"
#include "store/unprepared.h"

namespace hufu::mock {
namespace {

struct NewEntry {
  explicit NewEntry(Transaction& transaction)
      : statement(transaction.prepare(
            "INSERT INTO audit (at_ms, event, user_id, subject, detail) VALUES ($1, $2, $3, $4, "
            "$5)",
            {&entry.at_ms, &entry.event, &entry.user_id, &entry.subject, &entry.detail})) {}

  AuditEntry entry;
  std::unique_ptr<Statement> statement;
};

}  // namespace

void write_audit(Transaction& transaction, std::string event, std::string user_id,
                 std::string subject, std::string detail) {
  auto& query = transaction.prepared<NewEntry>();
  query.entry.at_ms = transaction.now_ms();
  query.entry.event = std::move(event);
  query.entry.user_id = std::move(user_id);
  query.entry.subject = std::move(subject);
  query.entry.detail = std::move(detail);
  query.statement->execute();
}

std::vector<AuditEntry> read_audit(Transaction& transaction, std::int64_t after_number, int limit) {
  std::vector<AuditEntry> entries;
  AuditEntry entry;
  long long number = 0;
  long long at_ms = 0;
  const long long after = after_number;
  const auto take = [&] {
    entry.number = number;
    entry.at_ms = at_ms;
    entries.push_back(entry);
  };
  take_rows(transaction,
            "SELECT number, at_ms, event, user_id, subject, detail FROM audit "
            "WHERE number > :after ORDER BY number LIMIT :limit",
            take, soci::into(number), soci::into(at_ms), soci::into(entry.event),
            soci::into(entry.user_id), soci::into(entry.subject), soci::into(entry.detail),
            soci::use(after), soci::use(limit));
  return entries;
}

}  // namespace hufu::mock
