// Statements for PostgreSQL that travel together: a trip costs more than most of them do there.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace hufu::mock {

class Pipeline {
 public:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;
  using Values = std::vector<std::string>;

  /// Of a connection that stays open as long as this lives. Where it keeps no statements from one
  /// transaction to the next, they travel whole each time.
  Pipeline(PGconn* connection, bool keeps_statements)
      : connection_(connection), keeps_statements_(keeps_statements) {}

  /// Throws soci::soci_error, as `run` does.
  void prepare(const std::string& name, const std::string& sql);
  /// It waits with those before it for somebody who wants to know what comes of them.
  void put(const std::string& name, Values values);
  /// Sends all, and returns what has come of each. Where one fails, those behind it have not been.
  std::vector<Result> run();
  void forget() { waiting_.clear(); }
  std::size_t size() const { return waiting_.size(); }

 private:
  struct Waiting {
    std::string name;
    Values values;
  };

  void send(const Waiting& statement) const;
  Result receive() const;
  std::vector<Result> receive_all(std::size_t count) const;

  PGconn* connection_;
  bool keeps_statements_;
  /// By their names, those that are not kept.
  std::unordered_map<std::string, std::string> texts_;
  std::vector<Waiting> waiting_;
};

}  // namespace hufu::mock
