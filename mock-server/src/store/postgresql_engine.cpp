// PostgreSQL: several connections, and other server processes beside this one.
#include "store/postgresql_engine.h"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "store/database.h"
#include "store/postgresql_channel.h"
#include "store/postgresql_ear.h"

namespace hufu::mock {
namespace {

constexpr int kUniqueViolationRepeats = 3;

// A process that is stopped inside a transaction lets go of its rows after a while.
constexpr const char* kTimeouts =
    "SET lock_timeout = '5s'; SET statement_timeout = '10s'; "
    "SET idle_in_transaction_session_timeout = '10s'";
// Among many people a change of tables takes its time, and so does waiting for another's.
constexpr const char* kNoTimeouts =
    "SET lock_timeout = 0; SET statement_timeout = 0; "
    "SET idle_in_transaction_session_timeout = 0";
// "hufu" as a number: whoever else uses advisory locks in this database has another.
constexpr const char* kMigrationLock = "1751475829";

std::string with_parameter(std::string url, std::string_view name, std::string_view value) {
  if (url.find(std::string(name) + "=") != std::string::npos) return url;
  url += url.find('?') == std::string::npos ? '?' : '&';
  url += std::string(name) + "=" + std::string(value);
  return url;
}

// What Prisma adds to its URLs and libpq does not know: its pool, its driver, and the schema, which
// is not of the connection but of the session.
constexpr std::array<std::string_view, 9> kPrismaNames = {
    "schema",    "connection_limit", "pool_timeout",
    "pgbouncer", "socket_timeout",   "statement_cache_size",
    "sslaccept", "sslidentity",      "single_use_connections"};

struct SplitUrl {
  std::string url;
  /// Empty: the database's own default.
  std::string schema;
};

SplitUrl without_prisma(const std::string& url) {
  const std::size_t question = url.find('?');
  SplitUrl split{url.substr(0, question), ""};
  std::istringstream fields(question == std::string::npos ? "" : url.substr(question + 1));
  char joint = '?';
  for (std::string field; std::getline(fields, field, '&');) {
    const std::string name = field.substr(0, field.find('='));
    if (name == "schema") split.schema = field.substr(std::min(field.size(), name.size() + 1));
    if (std::ranges::find(kPrismaNames, name) != kPrismaNames.end()) continue;
    split.url += joint + field;
    joint = '&';
  }
  return split;
}

// It goes into SQL between quotation marks.
std::string require_schema_name(const std::string& schema) {
  const bool is_name = std::ranges::all_of(schema, [](unsigned char symbol) {
    return std::isalnum(symbol) != 0 || symbol == '_' || symbol == '-';
  });
  if (is_name && schema.size() <= 63) return schema;
  throw DatabaseFailure("the schema in the database URL has to be letters, digits, _ and -");
}

// A host that swallows packets must not hold a thread for minutes.
std::string with_defaults(std::string url) {
  url = with_parameter(std::move(url), "connect_timeout", "3");
  url = with_parameter(std::move(url), "tcp_user_timeout", "10000");
  return with_parameter(std::move(url), "fallback_application_name", "hufu");
}

std::string state_of(const soci::soci_error& error) {
  const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  return known == nullptr ? "" : known->sqlstate();
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// Where a password is not escaped, part of it is taken for one of these.
bool is_plausible(const PQconninfoOption& option) {
  const std::string_view keyword = option.keyword;
  const std::string_view value = option.val == nullptr ? "" : option.val;
  if (keyword == "host") return value.find('@', 1) == value.npos;  // first: an abstract socket
  return keyword != "port" || value.find_first_not_of("0123456789,") == value.npos;
}

// libpq cites what it cannot read, and it may be the password.
std::string require_readable(std::string url) {
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      PQconninfoParse(url.c_str(), nullptr));
  bool is_readable = options != nullptr;
  for (const auto* one = options.get(); is_readable && one->keyword != nullptr; ++one)
    is_readable = is_plausible(*one);
  if (is_readable) return url;
  throw DatabaseFailure(
      "the database URL cannot be read: in its user and password everything but letters and "
      "digits is written as %XX");
}

class PostgresqlEngine final : public Engine {
 public:
  explicit PostgresqlEngine(const std::string& url)
      : url_(require_readable(with_defaults(without_prisma(url).url))),
        schema_(require_schema_name(without_prisma(url).schema)) {}

  Dialect dialect() const override { return Dialect::postgresql; }
  std::size_t connections() const override { return 4; }

  std::unique_ptr<Channel> open(soci::session& sql) const override {
    sql.open(soci::postgresql, url_);
    // Sequential scans make a serializable transaction depend on whole tables: none where an index
    // will do.
    sql << "SET client_encoding = 'UTF8'; SET client_min_messages = warning; "
           "SET enable_seqscan = off";
    sql << kTimeouts;
    if (!schema_.empty()) sql << "SET search_path = \"" + schema_ + "\"";
    return make_postgresql_channel(sql);
  }

  bool is_worth_repeating(const soci::soci_error& error, int failures) const override {
    const std::string state = state_of(error);
    // Two may insert what neither saw the other do; the next look sees it.
    if (state == "23505") return failures <= kUniqueViolationRepeats;
    return state == "40001" || state == "40P01";  // serialization failure, deadlock
  }

  void lock_migrations(soci::session& sql) const override {
    sql << kNoTimeouts;
    // Before the transaction: its view of the tables is as old as its first statement.
    sql << std::string("SELECT pg_advisory_lock(") + kMigrationLock + ")";
    if (!schema_.empty()) sql << "CREATE SCHEMA IF NOT EXISTS \"" + schema_ + "\"";
  }

  void unlock_migrations(soci::session& sql) const override {
    sql << std::string("SELECT pg_advisory_unlock(") + kMigrationLock + ")";
    sql << kTimeouts;
  }

  std::unique_ptr<Ear> listen() const override { return make_postgresql_ear(url_); }

 private:
  std::string url_;
  std::string schema_;
};

}  // namespace

std::unique_ptr<Engine> make_postgresql_engine(std::string url) {
  return std::make_unique<PostgresqlEngine>(url);
}

}  // namespace hufu::mock
