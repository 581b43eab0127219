// E-mail addresses that wait for a word of their owner.
#include "store/pending_emails.h"

#include <soci/soci.h>

#include "store/unprepared.h"

namespace hufu::mock {
namespace {

// Asked with every user object of the GoTrue surface.
struct PendingOfUser {
  explicit PendingOfUser(Transaction& transaction)
      : statement(
            transaction.prepare("SELECT email, asked_ms FROM pending_emails WHERE user_id = $1",
                                {&user_id}, {&email, &asked_ms})) {}

  std::string user_id;
  std::string email;
  WallMs asked_ms = 0;
  std::unique_ptr<Statement> statement;
};

}  // namespace

void keep_pending_email(Transaction& transaction, const std::string& user_id,
                        const std::string& email) {
  const long long now_ms = transaction.now_ms();
  drop_pending_email(transaction, user_id);
  transaction.sql() << "INSERT INTO pending_emails (user_id, email, asked_ms) VALUES (:user, "
                       ":email, :now)",
      soci::use(user_id), soci::use(email), soci::use(now_ms);
}

std::optional<PendingEmail> find_pending_email(Transaction& transaction,
                                               const std::string& user_id) {
  auto& query = transaction.prepared<PendingOfUser>();
  query.user_id = user_id;
  if (!query.statement->find()) return std::nullopt;
  return PendingEmail{user_id, query.email, query.asked_ms};
}

std::vector<PendingEmail> pending_at(Transaction& transaction, const std::string& email) {
  std::string user_id;
  long long asked_ms = 0;
  std::vector<PendingEmail> all;
  const auto take = [&] { all.push_back({user_id, email, asked_ms}); };
  take_rows(transaction,
            "SELECT user_id, asked_ms FROM pending_emails WHERE email = :email ORDER BY asked_ms, "
            "user_id",
            take, soci::into(user_id), soci::into(asked_ms), soci::use(email));
  return all;
}

void drop_pending_email(Transaction& transaction, const std::string& user_id) {
  transaction.sql() << "DELETE FROM pending_emails WHERE user_id = :user", soci::use(user_id);
}

}  // namespace hufu::mock
