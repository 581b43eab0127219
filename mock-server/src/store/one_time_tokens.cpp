// One-time codes and links.
#include "store/one_time_tokens.h"

#include <soci/soci.h>

namespace hufu::mock {
namespace {

const std::string kTokenColumns =
    "id, user_id, kind, address, digits_hmac, link_hmac, challenge, redirect_to, wrong_guesses, "
    "sent_ms, expires_ms";

Fields token_fields(OneTimeToken& token) {
  return {&token.id,        &token.user_id,     &token.kind,
          &token.address,   &token.digits_hmac, &token.link_hmac,
          &token.challenge, &token.redirect_to, &token.wrong_guesses,
          &token.sent_ms,   &token.expires_ms};
}

// All of these are asked with every sign-in by a code.
struct NewToken {
  explicit NewToken(Transaction& transaction)
      : statement(transaction.prepare(
            "INSERT INTO one_time_tokens (" + kTokenColumns +
                ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
                "ON CONFLICT (user_id, kind) DO UPDATE SET id = excluded.id, "
                "address = excluded.address, digits_hmac = excluded.digits_hmac, "
                "link_hmac = excluded.link_hmac, challenge = excluded.challenge, "
                "redirect_to = excluded.redirect_to, wrong_guesses = excluded.wrong_guesses, "
                "sent_ms = excluded.sent_ms, expires_ms = excluded.expires_ms",
            token_fields(token))) {}

  OneTimeToken token;
  std::unique_ptr<Statement> statement;
};

struct TokenOfUser {
  explicit TokenOfUser(Transaction& transaction)
      : statement(transaction.prepare("SELECT " + kTokenColumns +
                                          " FROM one_time_tokens WHERE user_id = $1 AND kind = $2" +
                                          transaction.lock_rows(),
                                      {&user_id, &kind}, token_fields(token))) {}

  std::string user_id;
  std::string kind;
  OneTimeToken token;
  std::unique_ptr<Statement> statement;
};

// Asked with every user object of the GoTrue surface.
struct TokensOfUser {
  explicit TokensOfUser(Transaction& transaction)
      : statement(transaction.prepare(
            "SELECT " + kTokenColumns + " FROM one_time_tokens WHERE user_id = $1", {&user_id},
            token_fields(token))) {}

  std::string user_id;
  OneTimeToken token;
  std::unique_ptr<Statement> statement;
};

struct MovesToAddress {
  explicit MovesToAddress(Transaction& transaction)
      : statement(transaction.prepare(
            "SELECT " + kTokenColumns +
                " FROM one_time_tokens WHERE address = $1 AND kind IN ('email_change_new', "
                "'phone_change') ORDER BY id" +
                transaction.lock_rows(),
            {&address}, token_fields(token))) {}

  std::string address;
  OneTimeToken token;
  std::unique_ptr<Statement> statement;
};

struct TokenByLink {
  explicit TokenByLink(Transaction& transaction)
      : statement(transaction.prepare(
            "SELECT " + kTokenColumns +
                " FROM one_time_tokens WHERE link_hmac = $1 AND link_hmac <> ''" +
                transaction.lock_rows(),
            {&link_hmac}, token_fields(token))) {}

  std::string link_hmac;
  OneTimeToken token;
  std::unique_ptr<Statement> statement;
};

struct SpentToken {
  explicit SpentToken(Transaction& transaction)
      : statement(transaction.prepare("UPDATE one_time_tokens SET digits_hmac = '', link_hmac = '' "
                                      "WHERE user_id = $1 AND kind = $2 AND id = $3 AND link_hmac "
                                      "<> ''",
                                      {&token.user_id, &token.kind, &token.id})) {}

  OneTimeToken token;
  std::unique_ptr<Statement> statement;
};

}  // namespace

void put_one_time_token(Transaction& transaction, const OneTimeToken& token) {
  auto& query = transaction.prepared<NewToken>();
  query.token = token;
  query.statement->execute();
}

std::optional<OneTimeToken> find_one_time_token(Transaction& transaction,
                                                const std::string& user_id,
                                                const std::string& kind) {
  auto& query = transaction.prepared<TokenOfUser>();
  query.user_id = user_id;
  query.kind = kind;
  if (!query.statement->find()) return std::nullopt;
  return query.token;
}

std::vector<OneTimeToken> one_time_tokens_of(Transaction& transaction, const std::string& user_id) {
  auto& query = transaction.prepared<TokensOfUser>();
  query.user_id = user_id;
  std::vector<OneTimeToken> all;
  for (bool more = query.statement->ask(); more; more = query.statement->next())
    all.push_back(query.token);
  return all;
}

std::vector<OneTimeToken> find_moves_to(Transaction& transaction, const std::string& address) {
  auto& query = transaction.prepared<MovesToAddress>();
  query.address = address;
  std::vector<OneTimeToken> all;
  for (bool more = query.statement->ask(); more; more = query.statement->next())
    all.push_back(query.token);
  return all;
}

std::optional<OneTimeToken> find_one_time_token_by_link(Transaction& transaction,
                                                        const std::string& link_hmac) {
  auto& query = transaction.prepared<TokenByLink>();
  query.link_hmac = link_hmac;
  if (!query.statement->find()) return std::nullopt;
  return query.token;
}

bool spend_one_time_token(Transaction& transaction, const OneTimeToken& token) {
  auto& query = transaction.prepared<SpentToken>();
  query.token = token;
  return query.statement->execute_and_count() == 1;
}

void count_wrong_guess(Transaction& transaction, const OneTimeToken& token) {
  transaction.sql() << "UPDATE one_time_tokens SET wrong_guesses = wrong_guesses + 1 WHERE user_id "
                       "= :user AND kind = :kind AND id = :id",
      soci::use(token.user_id), soci::use(token.kind), soci::use(token.id);
}

void drop_one_time_tokens(Transaction& transaction, const std::string& user_id,
                          const std::string& kind) {
  transaction.sql() << "UPDATE one_time_tokens SET digits_hmac = '', link_hmac = '' WHERE user_id "
                       "= :user AND (kind = :kind OR :any = '')",
      soci::use(user_id), soci::use(kind), soci::use(kind);
}

}  // namespace hufu::mock
