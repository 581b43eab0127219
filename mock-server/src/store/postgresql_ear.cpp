// LISTEN, by a connection of its own.
#include "store/postgresql_ear.h"

#include <libpq-fe.h>

#include "store/database.h"
#include "store/transaction.h"

namespace hufu::mock {
namespace {

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Free {
  void operator()(PGnotify* told) const { PQfreemem(told); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};

class PostgresqlEar final : public Ear {
 public:
  explicit PostgresqlEar(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    const std::string listen = std::string("LISTEN ") + kNewsChannel;
    const std::unique_ptr<PGresult, Clear> done(PQexec(connection_.get(), listen.c_str()));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK)
      throw DatabaseFailure(PQerrorMessage(connection_.get()));
  }

  int socket() const override { return PQsocket(connection_.get()); }

  std::optional<std::vector<std::string>> take() override {
    if (PQconsumeInput(connection_.get()) != 1) return std::nullopt;
    std::vector<std::string> ids;
    while (const auto told = std::unique_ptr<PGnotify, Free>(PQnotifies(connection_.get())))
      ids.emplace_back(told->extra);
    return ids;
  }

 private:
  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace

std::unique_ptr<Ear> make_postgresql_ear(const std::string& url) {
  return std::make_unique<PostgresqlEar>(url);
}

}  // namespace hufu::mock
