// Second factors and their challenges.
#include "store/factors.h"

#include <soci/soci.h>

#include <algorithm>

#include "store/unprepared.h"

namespace hufu::mock {
namespace {

// Asked with every answer that shows a user, so it is prepared.
struct FactorsOfUser {
  explicit FactorsOfUser(Transaction& transaction)
      : statement(transaction.prepare(
            "SELECT id, user_id, friendly_name, status, sealed_secret, used_step, created_ms, "
            "updated_ms, challenged_ms FROM factors WHERE user_id = $1 ORDER BY created_ms, id",
            {&user_id},
            {&factor.id, &factor.user_id, &factor.friendly_name, &factor.status,
             &factor.sealed_secret, &factor.used_step, &factor.created_ms, &factor.updated_ms,
             &factor.challenged_ms})) {}

  std::string user_id;
  Factor factor;
  std::unique_ptr<Statement> statement;
};

}  // namespace

std::vector<Factor> factors_of(Transaction& transaction, const std::string& user_id) {
  auto& query = transaction.prepared<FactorsOfUser>();
  query.user_id = user_id;
  std::vector<Factor> all;
  for (bool more = query.statement->ask(); more; more = query.statement->next())
    all.push_back(query.factor);
  return all;
}

std::optional<Factor> find_factor(Transaction& transaction, const std::string& user_id,
                                  const std::string& id) {
  const std::vector<Factor> all = factors_of(transaction, user_id);
  const auto found =
      std::ranges::find_if(all, [&](const Factor& factor) { return factor.id == id; });
  if (found == all.end()) return std::nullopt;
  return *found;
}

bool has_verified_factor(Transaction& transaction, const std::string& user_id) {
  return std::ranges::any_of(factors_of(transaction, user_id),
                             [](const Factor& factor) { return factor.is_verified(); });
}

void add_factor(Transaction& transaction, const Factor& factor) {
  const long long created_ms = factor.created_ms;
  transaction.sql() << "INSERT INTO factors (id, user_id, friendly_name, status, sealed_secret, "
                       "used_step, created_ms, updated_ms, challenged_ms) VALUES (:id, :user, "
                       ":name, :status, :secret, 0, :created, :updated, 0)",
      soci::use(factor.id), soci::use(factor.user_id), soci::use(factor.friendly_name),
      soci::use(factor.status), soci::use(factor.sealed_secret), soci::use(created_ms),
      soci::use(created_ms);
}

void save_factor(Transaction& transaction, const Factor& factor) {
  const long long used_step = factor.used_step, updated_ms = factor.updated_ms,
                  challenged_ms = factor.challenged_ms;
  transaction.sql() << "UPDATE factors SET status = :status, used_step = :step, updated_ms = "
                       ":updated, challenged_ms = :challenged WHERE id = :id",
      soci::use(factor.status), soci::use(used_step), soci::use(updated_ms),
      soci::use(challenged_ms), soci::use(factor.id);
}

void delete_factor(Transaction& transaction, const std::string& id) {
  transaction.sql() << "DELETE FROM factor_challenges WHERE factor_id = :id", soci::use(id);
  transaction.sql() << "DELETE FROM factors WHERE id = :id", soci::use(id);
}

void delete_stale_factors(Transaction& transaction, const std::string& user_id, WallMs before_ms) {
  const long long limit_ms = before_ms;
  transaction.sql() << "DELETE FROM factors WHERE user_id = :user AND status = 'unverified' AND "
                       "created_ms < :before AND NOT EXISTS (SELECT 1 FROM factor_challenges "
                       "WHERE factor_challenges.factor_id = factors.id)",
      soci::use(user_id), soci::use(limit_ms);
}

void delete_unverified_factors(Transaction& transaction, const std::string& user_id) {
  for (const Factor& factor : factors_of(transaction, user_id))
    if (!factor.is_verified()) delete_factor(transaction, factor.id);
}

void move_factors(Transaction& transaction, const std::string& from, const std::string& to) {
  transaction.sql() << "UPDATE factors SET user_id = :new_owner WHERE user_id = :old_owner",
      soci::use(to), soci::use(from);
}

void add_challenge(Transaction& transaction, const FactorChallenge& challenge) {
  const long long expires_ms = challenge.expires_ms;
  transaction.sql() << "INSERT INTO factor_challenges (id, factor_id, address, verified_ms, "
                       "expires_ms) VALUES (:id, :factor, :address, 0, :expires)",
      soci::use(challenge.id), soci::use(challenge.factor_id), soci::use(challenge.address),
      soci::use(expires_ms);
}

std::optional<FactorChallenge> find_challenge(Transaction& transaction,
                                              const std::string& factor_id, const std::string& id) {
  FactorChallenge challenge;
  long long verified_ms = 0, expires_ms = 0;
  transaction.sql() << "SELECT id, factor_id, address, verified_ms, expires_ms FROM "
                       "factor_challenges WHERE id = :id AND factor_id = :factor"
                    << transaction.lock_rows(),
      soci::into(challenge.id), soci::into(challenge.factor_id), soci::into(challenge.address),
      soci::into(verified_ms), soci::into(expires_ms), soci::use(id), soci::use(factor_id);
  if (!transaction.sql().got_data()) return std::nullopt;
  challenge.verified_ms = verified_ms;
  challenge.expires_ms = expires_ms;
  return challenge;
}

bool answer_challenge(Transaction& transaction, const std::string& id) {
  const long long now_ms = transaction.now_ms();
  return change_rows(transaction,
                     "UPDATE factor_challenges SET verified_ms = :now WHERE id = "
                     ":id AND verified_ms = 0",
                     soci::use(now_ms), soci::use(id)) == 1;
}

}  // namespace hufu::mock
