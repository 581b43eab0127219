// Statements for PostgreSQL that travel together.
#include "store/pipeline.h"

#include <soci/postgresql/soci-postgresql.h>

#include <array>
#include <utility>

namespace hufu::mock {
namespace {

constexpr std::size_t kMostParameters = 16;
constexpr const char* kConnectionFailure = "08006";

[[noreturn]] void fail(PGconn* connection) {
  throw soci::postgresql_soci_error(PQerrorMessage(connection), kConnectionFailure);
}

void require_success(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return;
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  throw soci::postgresql_soci_error(PQresultErrorMessage(result),
                                    state == nullptr ? kConnectionFailure : state);
}

}  // namespace

void Pipeline::prepare(const std::string& name, const std::string& sql) {
  if (!keeps_statements_) {
    texts_[name] = sql;
    return;
  }
  const Result result(PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr));
  require_success(result.get());
}

void Pipeline::put(const std::string& name, Values values) {
  waiting_.push_back({name, std::move(values)});
}

std::vector<Pipeline::Result> Pipeline::run() {
  const std::vector<Waiting> sending = std::exchange(waiting_, {});
  if (PQenterPipelineMode(connection_) != 1) fail(connection_);
  for (const Waiting& statement : sending)
    send(statement);
  if (PQpipelineSync(connection_) != 1) fail(connection_);
  std::vector<Result> results = receive_all(sending.size());
  if (PQexitPipelineMode(connection_) != 1) fail(connection_);
  for (const Result& result : results)
    require_success(result.get());
  return results;
}

void Pipeline::send(const Waiting& statement) const {
  std::array<const char*, kMostParameters> values{};
  std::size_t count = 0;
  for (const std::string& value : statement.values)
    values.at(count++) = value.c_str();
  const int number = static_cast<int>(count);
  const int sent = keeps_statements_
                       ? PQsendQueryPrepared(connection_, statement.name.c_str(), number,
                                             values.data(), nullptr, nullptr, 0)
                       : PQsendQueryParams(connection_, texts_.at(statement.name).c_str(), number,
                                           nullptr, values.data(), nullptr, nullptr, 0);
  if (sent != 1) fail(connection_);
}

// Behind each result libpq puts an empty one.
Pipeline::Result Pipeline::receive() const {
  Result result(PQgetResult(connection_));
  if (!result || PQstatus(connection_) == CONNECTION_BAD) fail(connection_);
  PQclear(PQgetResult(connection_));
  return result;
}

std::vector<Pipeline::Result> Pipeline::receive_all(std::size_t count) const {
  std::vector<Result> results;
  for (std::size_t index = 0; index < count; ++index)
    results.push_back(receive());
  const Result end(PQgetResult(connection_));
  if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) fail(connection_);
  return results;
}

}  // namespace hufu::mock
