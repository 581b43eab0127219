// PostgreSQL: several connections, and other server processes beside this one.
#include "store/postgresql_engine.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <array>
#include <string_view>
#include <utility>

namespace hufu::mock {
namespace {

constexpr int kUniqueViolationRepeats = 3;

// "hufu" as a number: whoever else uses advisory locks in this database has another.
constexpr const char* kMigrationLock = "1751475829";

std::string with_parameter(std::string url, std::string_view name, std::string_view value) {
  if (url.find(std::string(name) + "=") != std::string::npos) return url;
  url += url.find('?') == std::string::npos ? '?' : '&';
  url += std::string(name) + "=" + std::string(value);
  return url;
}

// A host that swallows packets must not hold a thread for minutes.
std::string with_defaults(std::string url) {
  url = with_parameter(std::move(url), "connect_timeout", "3");
  url = with_parameter(std::move(url), "tcp_user_timeout", "10000");
  return with_parameter(std::move(url), "fallback_application_name", "hufu-mock-server");
}

std::string state_of(const soci::soci_error& error) {
  const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
  return known == nullptr ? "" : known->sqlstate();
}

class PostgresqlEngine final : public Engine {
 public:
  explicit PostgresqlEngine(std::string url) : url_(with_defaults(std::move(url))) {}

  Dialect dialect() const override { return Dialect::postgresql; }
  std::size_t connections() const override { return 4; }

  void open(soci::session& sql) const override {
    sql.open(soci::postgresql, url_);
    // A process that is stopped inside a transaction lets go of its rows after a while. Sequential
    // scans make a serializable transaction depend on whole tables: none where an index will do.
    sql << "SET client_encoding = 'UTF8'; SET client_min_messages = warning; "
           "SET lock_timeout = '5s'; SET statement_timeout = '10s'; "
           "SET idle_in_transaction_session_timeout = '10s'; SET enable_seqscan = off";
  }

  // One round trip. Serializable: the stories are written as if nothing else happened meanwhile,
  // as SQLite's one writer has it; whom that would deceive is told to try again.
  WallMs begin(soci::session& sql) const override {
    long long now_ms = 0;
    sql << "BEGIN ISOLATION LEVEL SERIALIZABLE; "
           "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint",
        soci::into(now_ms);
    return now_ms;
  }

  bool is_worth_repeating(const soci::soci_error& error, int failures) const override {
    const std::string state = state_of(error);
    // Two may insert what neither saw the other do; the next look sees it.
    if (state == "23505") return failures <= kUniqueViolationRepeats;
    return state == "40001" || state == "40P01";  // serialization failure, deadlock
  }

  bool is_lost(soci::session& sql) const override { return !sql.is_connected(); }

  void lock_migrations(soci::session& sql) const override {
    // Before the transaction: its view of the tables is as old as its first statement.
    sql << std::string("SELECT pg_advisory_lock(") + kMigrationLock + ")";
  }

  void unlock_migrations(soci::session& sql) const override {
    sql << std::string("SELECT pg_advisory_unlock(") + kMigrationLock + ")";
  }

 private:
  std::string url_;
};

}  // namespace

std::unique_ptr<Engine> make_postgresql_engine(std::string url) {
  return std::make_unique<PostgresqlEngine>(std::move(url));
}

}  // namespace hufu::mock
