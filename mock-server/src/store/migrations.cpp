// The tables, and how an older database becomes the current one.
#include "store/migrations.h"

#include <soci/soci.h>

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace hufu::mock {
namespace {

using Statements = std::vector<std::string>;

// One function per version, never edited once released. `@serial` is the dialect's growing primary
// key; a statement behind `@sqlite` or `@postgresql` is for that one only.
const Statements& first_version() {
  static const Statements statements = {
      R"(CREATE TABLE users (
           id TEXT PRIMARY KEY,
           nickname TEXT NOT NULL,
           avatar_url TEXT NOT NULL,
           email TEXT NOT NULL,
           phone TEXT NOT NULL,
           state TEXT NOT NULL,
           merged_into TEXT NOT NULL,
           has_data INTEGER NOT NULL,
           created_ms BIGINT NOT NULL,
           updated_ms BIGINT NOT NULL))",
      // One person in one application: two rows for the same openid cannot exist, whatever races
      // (B11, B12).
      R"(CREATE TABLE identities (
           id TEXT PRIMARY KEY,
           user_id TEXT NOT NULL REFERENCES users(id),
           provider TEXT NOT NULL,
           app_id TEXT NOT NULL,
           subject TEXT NOT NULL,
           unionid TEXT NOT NULL,
           verified_name TEXT NOT NULL,
           verified_email TEXT NOT NULL,
           looked_up_ms BIGINT NOT NULL,
           created_ms BIGINT NOT NULL,
           UNIQUE (provider, app_id, subject),
           UNIQUE (user_id, provider)))",
      R"(CREATE TABLE sessions (
           id TEXT PRIMARY KEY,
           user_id TEXT NOT NULL REFERENCES users(id),
           identity_id TEXT NOT NULL,
           platform TEXT NOT NULL,
           salt TEXT NOT NULL,
           counter INTEGER NOT NULL,
           admitted_counter INTEGER NOT NULL,
           confirmed INTEGER NOT NULL,
           oldest_generation INTEGER NOT NULL,
           created_ms BIGINT NOT NULL,
           rotated_ms BIGINT NOT NULL,
           authenticated_ms BIGINT NOT NULL,
           ended_ms BIGINT NOT NULL,
           end_reason TEXT NOT NULL))",
      "CREATE INDEX sessions_by_user ON sessions (user_id)",
      R"(CREATE TABLE bindings (
           id TEXT PRIMARY KEY,
           purpose TEXT NOT NULL,
           state TEXT NOT NULL,
           target TEXT NOT NULL,
           code_hmac TEXT NOT NULL,
           qr_hmac TEXT NOT NULL,
           issuer_user_id TEXT NOT NULL,
           issuer_session_id TEXT NOT NULL,
           issuer_provider TEXT NOT NULL,
           issuer_platform TEXT NOT NULL,
           redeemer_user_id TEXT NOT NULL,
           redeemer_session_id TEXT NOT NULL,
           redeemer_identity_id TEXT NOT NULL,
           redeemer_platform TEXT NOT NULL,
           redeemer_place TEXT NOT NULL,
           survivor TEXT NOT NULL,
           number TEXT NOT NULL,
           wrong_numbers INTEGER NOT NULL,
           created_ms BIGINT NOT NULL,
           redeemed_ms BIGINT NOT NULL,
           expires_ms BIGINT NOT NULL))",
      "CREATE UNIQUE INDEX bindings_by_code ON bindings (code_hmac)",
      "CREATE UNIQUE INDEX bindings_by_qr ON bindings (qr_hmac)",
      "CREATE INDEX bindings_by_issuer ON bindings (issuer_user_id, state)",
      R"(CREATE TABLE device_grants (
           id TEXT PRIMARY KEY,
           state TEXT NOT NULL,
           device_hmac TEXT NOT NULL,
           user_hmac TEXT NOT NULL,
           client TEXT NOT NULL,
           platform TEXT NOT NULL,
           place TEXT NOT NULL,
           number TEXT NOT NULL,
           wrong_numbers INTEGER NOT NULL,
           user_id TEXT NOT NULL,
           identity_id TEXT NOT NULL,
           session_id TEXT NOT NULL,
           interval_s INTEGER NOT NULL,
           polled_ms BIGINT NOT NULL,
           created_ms BIGINT NOT NULL,
           expires_ms BIGINT NOT NULL))",
      "CREATE UNIQUE INDEX device_grants_by_device ON device_grants (device_hmac)",
      "CREATE UNIQUE INDEX device_grants_by_user ON device_grants (user_hmac)",
      R"(CREATE TABLE attempts (
           number @serial,
           kind TEXT NOT NULL,
           subject TEXT NOT NULL,
           at_ms BIGINT NOT NULL))",
      "CREATE INDEX attempts_by_subject ON attempts (kind, subject, at_ms)",
      R"(CREATE TABLE released_identities (
           provider TEXT NOT NULL,
           app_id TEXT NOT NULL,
           subject TEXT NOT NULL,
           user_id TEXT NOT NULL,
           at_ms BIGINT NOT NULL,
           PRIMARY KEY (provider, app_id, subject)))",
      R"(CREATE TABLE merges (
           id TEXT PRIMARY KEY,
           survivor_id TEXT NOT NULL,
           absorbed_id TEXT NOT NULL,
           moved_identities TEXT NOT NULL,
           at_ms BIGINT NOT NULL))",
      R"(CREATE TABLE avatars (
           id TEXT PRIMARY KEY,
           user_id TEXT NOT NULL,
           content_type TEXT NOT NULL,
           base64 TEXT NOT NULL,
           created_ms BIGINT NOT NULL))",
      R"(CREATE TABLE audit (
           number @serial,
           at_ms BIGINT NOT NULL,
           event TEXT NOT NULL,
           user_id TEXT NOT NULL,
           subject TEXT NOT NULL,
           detail TEXT NOT NULL))",
      // The table of the document, as a view: the truth is in users and identities.
      R"(CREATE VIEW user_mapping AS
         SELECT users.id AS unified_user_id,
                (SELECT subject FROM identities WHERE user_id = users.id AND provider = 'clerk') AS clerk_user_id,
                (SELECT subject FROM identities WHERE user_id = users.id AND provider = 'wechat') AS wechat_openid,
                (SELECT unionid FROM identities WHERE user_id = users.id AND provider = 'wechat' AND unionid <> '') AS wechat_unionid,
                NULLIF(users.email, '') AS email,
                users.nickname AS nickname,
                users.avatar_url AS avatar_url,
                users.created_ms AS created_at,
                users.updated_ms AS updated_at
         FROM users WHERE users.state <> 'tombstone')",
  };
  return statements;
}

// What wx_login and mini_login keep about people.
const Statements& surfaces_version() {
  static const Statements statements = {
      "ALTER TABLE users ADD COLUMN gender INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE users ADD COLUMN registration_source TEXT NOT NULL DEFAULT 'web'",
      R"(CREATE TABLE mini_accounts (
           user_id TEXT PRIMARY KEY REFERENCES users(id),
           number BIGINT NOT NULL UNIQUE,
           username TEXT NOT NULL UNIQUE))",
  };
  return statements;
}

// What GoTrue's users need beside the profile.
const Statements& gotrue_version() {
  static const Statements statements = {
      // A password belongs to the e-mail identity it was set for, not to the user: it moves and
      // goes with it.
      R"(CREATE TABLE credentials (
           identity_id TEXT PRIMARY KEY,
           password_hash TEXT NOT NULL,
           changed_ms BIGINT NOT NULL))",
      // What applications keep about their users: a JSON object.
      R"(CREATE TABLE user_metadata (
           user_id TEXT PRIMARY KEY,
           content TEXT NOT NULL))",
      // One way of a browser to a provider and back. State and code only as keyed hashes.
      R"(CREATE TABLE sign_in_flows (
           id TEXT PRIMARY KEY,
           state TEXT NOT NULL,
           state_hmac TEXT NOT NULL,
           code_hmac TEXT NOT NULL,
           provider TEXT NOT NULL,
           challenge TEXT NOT NULL,
           redirect_to TEXT NOT NULL,
           link_user_id TEXT NOT NULL,
           link_session_id TEXT NOT NULL,
           subject TEXT NOT NULL,
           unionid TEXT NOT NULL,
           nickname TEXT NOT NULL,
           avatar_url TEXT NOT NULL,
           session_id TEXT NOT NULL,
           created_ms BIGINT NOT NULL,
           expires_ms BIGINT NOT NULL))",
      "CREATE UNIQUE INDEX sign_in_flows_by_state ON sign_in_flows (state_hmac)",
      "CREATE INDEX sign_in_flows_by_code ON sign_in_flows (code_hmac)",
      "CREATE INDEX sign_in_flows_by_age ON sign_in_flows (expires_ms)",
      "CREATE INDEX identities_by_unionid ON identities (unionid)",
      "CREATE INDEX sessions_by_identity ON sessions (identity_id)",
  };
  return statements;
}

// What a device may not gain over whoever let it in, and what the sweep finds its way by.
const Statements& sweep_version() {
  static const Statements statements = {
      "ALTER TABLE device_grants ADD COLUMN approver_session_id TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE device_grants ADD COLUMN approver_authenticated_ms BIGINT NOT NULL DEFAULT 0",
      "CREATE INDEX device_grants_by_approver ON device_grants (user_id, state)",
      "CREATE INDEX device_grants_by_identity ON device_grants (identity_id, state)",
      "CREATE INDEX device_grants_by_session ON device_grants (approver_session_id, state)",
      "CREATE INDEX device_grants_by_age ON device_grants (expires_ms)",
      "CREATE INDEX sign_in_flows_by_subject ON sign_in_flows (subject)",
      "CREATE INDEX bindings_by_age ON bindings (expires_ms)",
      "CREATE INDEX released_identities_by_age ON released_identities (at_ms)",
  };
  return statements;
}

// The document's table once more, now with its `id` and with times that its SQL can compare.
std::string user_mapping(const std::string& dialect, const std::string& created,
                         const std::string& updated) {
  return "@" + dialect + R"( CREATE VIEW user_mapping AS
         SELECT users.number AS id,
                (SELECT subject FROM identities WHERE user_id = users.id AND provider = 'clerk') AS clerk_user_id,
                (SELECT subject FROM identities WHERE user_id = users.id AND provider = 'wechat') AS wechat_openid,
                (SELECT unionid FROM identities WHERE user_id = users.id AND provider = 'wechat' AND unionid <> '') AS wechat_unionid,
                users.id AS unified_user_id,
                NULLIF(users.email, '') AS email,
                users.nickname AS nickname,
                users.avatar_url AS avatar_url,
                )" +
         created + " AS created_at, " + updated + R"( AS updated_at
         FROM users WHERE users.state <> 'tombstone')";
}

const Statements& documents_version() {
  static const Statements statements = {
      // A serial number for every user. SQLite cannot add such a column to a table that is there.
      "@postgresql ALTER TABLE users ADD COLUMN number BIGSERIAL",
      "@sqlite ALTER TABLE users ADD COLUMN number INTEGER",
      "@sqlite UPDATE users SET number = rowid",
      R"(@sqlite CREATE TRIGGER users_number AFTER INSERT ON users BEGIN
           UPDATE users SET number = (SELECT COALESCE(MAX(number), 0) + 1 FROM users)
           WHERE id = NEW.id; END)",
      "CREATE UNIQUE INDEX users_by_number ON users (number)",
      "DROP VIEW user_mapping",
      user_mapping("postgresql", "to_timestamp(users.created_ms / 1000.0)",
                   "to_timestamp(users.updated_ms / 1000.0)"),
      // As SQLite's own CURRENT_TIMESTAMP writes them, and with milliseconds.
      user_mapping("sqlite",
                   "strftime('%Y-%m-%d %H:%M:%f', users.created_ms / 1000.0, 'unixepoch')",
                   "strftime('%Y-%m-%d %H:%M:%f', users.updated_ms / 1000.0, 'unixepoch')"),
      // What the person chose here is not overwritten by what a provider says.
      "ALTER TABLE users ADD COLUMN nickname_set_here INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE users ADD COLUMN avatar_set_here INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE users ADD COLUMN gender_set_here INTEGER NOT NULL DEFAULT 0",
      "UPDATE users SET nickname_set_here = has_data, avatar_set_here = has_data",
      R"(CREATE TABLE pending_emails (
           user_id TEXT PRIMARY KEY REFERENCES users(id),
           email TEXT NOT NULL,
           asked_ms BIGINT NOT NULL))",
      "CREATE INDEX pending_emails_by_email ON pending_emails (email)",
  };
  return statements;
}

// Who was absorbed into whom until now, also by way of others.
std::string gather_absorbed(const std::string& dialect, const std::string& joined) {
  return "@" + dialect + R"( WITH RECURSIVE gone (survivor, id) AS (
           SELECT merged_into, id FROM users WHERE merged_into <> ''
           UNION
           SELECT gone.survivor, users.id FROM users JOIN gone ON users.merged_into = gone.id)
         UPDATE users SET absorbed_ids =
           (SELECT )" +
         joined + R"((gone.id, ' ') FROM gone WHERE gone.survivor = users.id)
         WHERE id IN (SELECT survivor FROM gone))";
}

// Who became one, told to applications: whose ids a user's are, and what is to be said of it.
const Statements& applications_version() {
  static const Statements statements = {
      "ALTER TABLE users ADD COLUMN app_has_data INTEGER NOT NULL DEFAULT 0",
      // With blanks between them. It stands in the user's own row, for it goes into every token.
      "ALTER TABLE users ADD COLUMN absorbed_ids TEXT NOT NULL DEFAULT ''",
      gather_absorbed("postgresql", "string_agg"),
      gather_absorbed("sqlite", "group_concat"),
      // What is to be sent, and when: while somebody sends it, when others may try.
      R"(CREATE TABLE outbox (
           id TEXT PRIMARY KEY,
           body TEXT NOT NULL,
           tries INTEGER NOT NULL,
           made_ms BIGINT NOT NULL,
           due_ms BIGINT NOT NULL))",
      "CREATE INDEX outbox_by_time ON outbox (due_ms)",
  };
  return statements;
}

// What others tell counts once.
const Statements& told_version() {
  static const Statements statements = {
      R"(CREATE TABLE told (
           kind TEXT NOT NULL,
           subject TEXT NOT NULL,
           at_ms BIGINT NOT NULL,
           PRIMARY KEY (kind, subject)))",
      "CREATE INDEX told_by_age ON told (at_ms)",
  };
  return statements;
}

// What is sent to people: codes and links as keyed hashes, and the messages themselves.
const Statements& messages_version() {
  static const Statements statements = {
      // Every sign-in by a code changes a row and adds a message: no index that it can do without.
      R"(CREATE TABLE one_time_tokens (
           id TEXT NOT NULL,
           user_id TEXT NOT NULL REFERENCES users(id),
           kind TEXT NOT NULL,
           address TEXT NOT NULL,
           digits_hmac TEXT NOT NULL,
           link_hmac TEXT NOT NULL,
           challenge TEXT NOT NULL,
           redirect_to TEXT NOT NULL,
           wrong_guesses INTEGER NOT NULL,
           sent_ms BIGINT NOT NULL,
           expires_ms BIGINT NOT NULL,
           PRIMARY KEY (user_id, kind)))",
      "CREATE INDEX one_time_tokens_by_link ON one_time_tokens (link_hmac) WHERE link_hmac <> ''",
      "CREATE INDEX one_time_tokens_by_new_address ON one_time_tokens (address) WHERE kind IN "
      "('email_change_new', 'phone_change')",
      "CREATE INDEX one_time_tokens_by_age ON one_time_tokens (expires_ms)",
      R"(CREATE TABLE inbox (
           number @serial,
           address TEXT NOT NULL,
           channel TEXT NOT NULL,
           kind TEXT NOT NULL,
           code TEXT NOT NULL,
           link TEXT NOT NULL,
           link_token TEXT NOT NULL,
           name TEXT NOT NULL,
           old_address TEXT NOT NULL,
           new_address TEXT NOT NULL,
           at_ms BIGINT NOT NULL))",
      // How its session will have begun, where no provider says it.
      "ALTER TABLE sign_in_flows ADD COLUMN method TEXT NOT NULL DEFAULT ''",
  };
  return statements;
}

// What an application's servers say of its people, and which addresses have been answered from.
const Statements& administration_version() {
  static const Statements statements = {
      "ALTER TABLE users ADD COLUMN app_metadata TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE users ADD COLUMN banned_until_ms BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE users ADD COLUMN deleted_ms BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE users ADD COLUMN invited_ms BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE identities ADD COLUMN confirmed_ms BIGINT NOT NULL DEFAULT 0",
      R"(UPDATE identities SET confirmed_ms = created_ms WHERE provider = 'email' AND NOT EXISTS
           (SELECT 1 FROM pending_emails WHERE pending_emails.user_id = identities.user_id
            AND pending_emails.email = identities.subject))",
  };
  return statements;
}

// Second factors, and how a session's person has proved who they are.
const Statements& factors_version() {
  static const Statements statements = {
      "ALTER TABLE sessions ADD COLUMN methods TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE sessions ADD COLUMN factor_id TEXT NOT NULL DEFAULT ''",
      // Until now it followed from the identity.
      R"(UPDATE sessions SET methods =
           (CASE WHEN identity_id = '' THEN 'anonymous'
                 WHEN EXISTS (SELECT 1 FROM identities WHERE identities.id = sessions.identity_id
                              AND identities.provider = 'email') THEN 'password'
                 ELSE 'oauth' END) || '@' || CAST(authenticated_ms / 1000 AS TEXT)
         WHERE platform = 'gotrue')",
      R"(CREATE TABLE factors (
           id TEXT PRIMARY KEY,
           user_id TEXT NOT NULL REFERENCES users(id),
           friendly_name TEXT NOT NULL,
           status TEXT NOT NULL,
           sealed_secret TEXT NOT NULL,
           used_step BIGINT NOT NULL,
           created_ms BIGINT NOT NULL,
           updated_ms BIGINT NOT NULL,
           challenged_ms BIGINT NOT NULL))",
      "CREATE INDEX factors_by_user ON factors (user_id)",
      R"(CREATE TABLE factor_challenges (
           id TEXT PRIMARY KEY,
           factor_id TEXT NOT NULL REFERENCES factors(id),
           address TEXT NOT NULL,
           verified_ms BIGINT NOT NULL,
           expires_ms BIGINT NOT NULL))",
      "CREATE INDEX factor_challenges_by_factor ON factor_challenges (factor_id)",
      "CREATE INDEX factor_challenges_by_time ON factor_challenges (expires_ms)",
  };
  return statements;
}

// What a mini-program code or a link holds, and what becomes of a sign-in that it began.
const Statements& scenes_version() {
  static const Statements statements = {
      "ALTER TABLE device_grants ADD COLUMN on_this_phone INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE device_grants ADD COLUMN scene_hmac TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE device_grants ADD COLUMN earlier_scene_hmac TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE device_grants ADD COLUMN scene_number INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE device_grants ADD COLUMN scene_ms BIGINT NOT NULL DEFAULT 0",
      "ALTER TABLE device_grants ADD COLUMN scene_rotates INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE device_grants ADD COLUMN browser TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE device_grants ADD COLUMN sealed_return_code TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE device_grants ADD COLUMN wrong_returns INTEGER NOT NULL DEFAULT 0",
      "CREATE INDEX device_grants_by_scene ON device_grants (scene_hmac)",
      "CREATE INDEX device_grants_by_earlier_scene ON device_grants (earlier_scene_hmac)",
      "ALTER TABLE bindings ADD COLUMN issuer_place TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE bindings ADD COLUMN issuer_browser TEXT NOT NULL DEFAULT ''",
  };
  return statements;
}

// Pages that a mini-program opens in its web-view: their tickets, and sessions that end with it.
const Statements& web_view_version() {
  static const Statements statements = {
      "ALTER TABLE sessions ADD COLUMN ends_with TEXT NOT NULL DEFAULT ''",
      "CREATE INDEX sessions_by_end ON sessions (ends_with) WHERE ends_with <> ''",
      R"(CREATE TABLE web_view_tickets (
           id TEXT PRIMARY KEY,
           ticket_hmac TEXT NOT NULL UNIQUE,
           session_id TEXT NOT NULL,
           origin TEXT NOT NULL,
           path TEXT NOT NULL,
           outlives INTEGER NOT NULL,
           used INTEGER NOT NULL,
           expires_ms BIGINT NOT NULL))",
      "CREATE INDEX web_view_tickets_by_session ON web_view_tickets (session_id)",
      "CREATE INDEX web_view_tickets_by_age ON web_view_tickets (expires_ms)",
  };
  return statements;
}

// Bindings whose screen draws a link, which is another one each minute.
const Statements& drawn_bindings_version() {
  static const Statements statements = {
      "ALTER TABLE bindings ADD COLUMN scene_hmac TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE bindings ADD COLUMN earlier_scene_hmac TEXT NOT NULL DEFAULT ''",
      "ALTER TABLE bindings ADD COLUMN scene_number INTEGER NOT NULL DEFAULT 0",
      "ALTER TABLE bindings ADD COLUMN scene_ms BIGINT NOT NULL DEFAULT 0",
      "CREATE INDEX bindings_by_scene ON bindings (scene_hmac)",
      "CREATE INDEX bindings_by_earlier_scene ON bindings (earlier_scene_hmac)",
  };
  return statements;
}

const std::vector<Statements>& versions() {
  static const std::vector<Statements> all = {
      first_version(),          surfaces_version(),     gotrue_version(), sweep_version(),
      documents_version(),      applications_version(), told_version(),   messages_version(),
      administration_version(), factors_version(),      scenes_version(), web_view_version(),
      drawn_bindings_version()};
  return all;
}

/// Nothing for a statement that is the other dialect's alone.
std::optional<std::string> in_dialect(std::string statement, Dialect dialect) {
  const std::string own = dialect == Dialect::sqlite ? "@sqlite " : "@postgresql ";
  if (statement.starts_with(own)) return statement.substr(own.size());
  if (statement.starts_with("@sqlite ") || statement.starts_with("@postgresql "))
    return std::nullopt;
  const std::string serial =
      dialect == Dialect::sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGSERIAL PRIMARY KEY";
  const std::size_t at = statement.find("@serial");
  if (at != std::string::npos) statement.replace(at, 7, serial);
  return statement;
}

int version_of(soci::session& sql) {
  int version = 0;
  sql << "SELECT COALESCE(MAX(version), 0) FROM schema_version", soci::into(version);
  return version;
}

// Zero where there are no tables at all.
int version_in(Transaction& transaction) {
  const char* find = transaction.dialect() == Dialect::sqlite
                         ? "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'"
                         : "SELECT count(to_regclass('schema_version'))";
  int tables = 0;
  transaction.sql() << find, soci::into(tables);
  return tables == 0 ? 0 : version_of(transaction.sql());
}

}  // namespace

void require_current(Transaction& transaction) {
  const int known = static_cast<int>(versions().size());
  const int found = version_in(transaction);
  if (found == known) return;
  const std::string versions_of_both = "its tables are of version " + std::to_string(found) +
                                       ", this program's of " + std::to_string(known);
  throw DatabaseFailure(versions_of_both + (found > known
                                                ? ": a newer program has changed them, run that one"
                                                : ": run hufu-backend --migrate first"));
}

void migrate(Transaction& transaction) {
  soci::session& sql = transaction.sql();
  sql << "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)";
  const int current = version_of(sql);
  for (int version = current + 1; version <= static_cast<int>(versions().size()); ++version) {
    for (const std::string& statement : versions()[static_cast<std::size_t>(version - 1)]) {
      const auto spoken = in_dialect(statement, transaction.dialect());
      if (spoken) sql << *spoken;
    }
    sql << "INSERT INTO schema_version (version) VALUES (:version)", soci::use(version);
  }
}

void clear_tables(Transaction& transaction) {
  for (const char* table : {"web_view_tickets",
                            "factor_challenges",
                            "factors",
                            "inbox",
                            "one_time_tokens",
                            "told",
                            "outbox",
                            "pending_emails",
                            "sign_in_flows",
                            "user_metadata",
                            "credentials",
                            "mini_accounts",
                            "audit",
                            "avatars",
                            "merges",
                            "released_identities",
                            "attempts",
                            "device_grants",
                            "bindings",
                            "sessions",
                            "identities",
                            "users"}) {
    transaction.sql() << "DELETE FROM " << table;
  }
}

}  // namespace hufu::mock
