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
#include <vector>

#include "store/database.h"
#include "store/postgresql_channel.h"
#include "store/postgresql_ear.h"

namespace hufu::mock {
namespace {

constexpr int kUniqueViolationRepeats = 3;

constexpr const char* kDuplicateStatement = "42P05";

using Settings = std::vector<std::pair<std::string, std::string>>;

const Settings kUsualSettings = {
    {"client_min_messages", "warning"},
    // Sequential scans make a serializable transaction depend on whole tables: none where an index
    // will do.
    {"enable_seqscan", "off"},
    // A process that is stopped inside a transaction lets go of its rows after a while.
    {"lock_timeout", "5s"},
    {"statement_timeout", "10s"},
    {"idle_in_transaction_session_timeout", "10s"}};
// Among many people a change of tables takes its time, and so does waiting for another's.
constexpr const char* kNoTimeouts =
    "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; "
    "SET LOCAL idle_in_transaction_session_timeout = 0";

enum class Scope { session, transaction };

std::string in_sql(const Settings& settings, Scope scope) {
  std::string sql;
  for (const auto& [name, value] : settings) {
    sql += (sql.empty() ? "SELECT set_config('" : ", set_config('") + name + "', '" + value + "', ";
    sql += scope == Scope::transaction ? "true)" : "false)";
  }
  return sql;
}

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
  /// `pgbouncer=true`: a pooler lends its connections for one transaction each.
  bool is_pooled = false;
};

SplitUrl without_prisma(const std::string& url) {
  const std::size_t question = url.find('?');
  SplitUrl split{.url = url.substr(0, question), .schema = ""};
  std::istringstream fields(question == std::string::npos ? "" : url.substr(question + 1));
  char joint = '?';
  for (std::string field; std::getline(fields, field, '&');) {
    const std::string name = field.substr(0, field.find('='));
    if (name == "schema") split.schema = field.substr(std::min(field.size(), name.size() + 1));
    if (field == "pgbouncer=true") split.is_pooled = true;
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
  url = with_parameter(std::move(url), "client_encoding", "UTF8");
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
        schema_(require_schema_name(without_prisma(url).schema)),
        is_pooled_(without_prisma(url).is_pooled) {
    if (!schema_.empty()) settings_.emplace_back("search_path", '"' + schema_ + '"');
  }

  Dialect dialect() const override { return Dialect::postgresql; }
  std::size_t connections() const override { return 4; }

  std::unique_ptr<Channel> open(soci::session& sql) const override {
    sql.open(soci::postgresql, url_);
    if (is_pooled_) return make_postgresql_channel(sql, in_sql(settings_, Scope::transaction));
    sql << in_sql(settings_, Scope::session);
    try {
      return make_postgresql_channel(sql);
    } catch (const soci::soci_error& error) {
      if (state_of(error) != kDuplicateStatement) throw;
      throw DatabaseFailure(
          "somebody else was lent this connection: behind a pooler that lends them for a "
          "transaction the database URL needs pgbouncer=true");
    }
  }

  bool is_worth_repeating(const soci::soci_error& error, int failures) const override {
    const std::string state = state_of(error);
    // Two may insert what neither saw the other do; the next look sees it.
    if (state == "23505") return failures <= kUniqueViolationRepeats;
    return state == "40001" || state == "40P01";  // serialization failure, deadlock
  }

  void begin_migration(soci::session& sql) const override {
    // Whoever has waited for the lock sees what the other has done.
    sql << "BEGIN ISOLATION LEVEL READ COMMITTED";
    sql << in_sql(settings_, Scope::transaction);
    sql << kNoTimeouts;
    sql << std::string("SELECT pg_advisory_xact_lock(") + kMigrationLock + ")";
    if (!schema_.empty()) sql << "CREATE SCHEMA IF NOT EXISTS \"" + schema_ + "\"";
  }

  // Who is lent a connection for a transaction is told nothing on it afterwards.
  bool hears_others() const override { return !is_pooled_; }
  std::unique_ptr<Ear> listen() const override { return make_postgresql_ear(url_); }

 private:
  std::string url_;
  std::string schema_;
  bool is_pooled_;
  Settings settings_ = kUsualSettings;
};

}  // namespace

std::unique_ptr<Engine> make_postgresql_engine(std::string url) {
  return std::make_unique<PostgresqlEngine>(url);
}

}  // namespace hufu::mock
