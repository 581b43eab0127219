// How a connection speaks to PostgreSQL.
#include "store/postgresql_channel.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <cstdlib>
#include <optional>
#include <type_traits>
#include <utility>

#include "store/pipeline.h"

namespace hufu::mock {
namespace {

const std::string kBegin = "hufu_begin";
const std::string kBeginApart = "hufu_begin_apart";
const std::string kSettings = "hufu_settings";
const std::string kNow = "hufu_now";
const std::string kCommit = "hufu_commit";
const std::string kRollBack = "hufu_roll_back";

const std::string kSelect = "SELECT ";
const std::string kTime = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint";

std::string value_of(const Field& field) {
  return std::visit(
      [](const auto* from) -> std::string {
        using Value = std::remove_cvref_t<decltype(*from)>;
        if constexpr (std::is_same_v<Value, std::string>)
          return *from;
        else if constexpr (std::is_same_v<Value, WordList>)
          return text_of(*from);
        else  // truth is a number in the tables
          return std::to_string(static_cast<std::int64_t>(*from));
      },
      field);
}

void read_into(const Field& field, const PGresult* rows, int row, int column) {
  const char* text = PQgetvalue(rows, row, column);
  const auto bytes = static_cast<std::size_t>(PQgetlength(rows, row, column));
  std::visit(
      [text, bytes](auto* to) {
        using Value = std::remove_cvref_t<decltype(*to)>;
        if constexpr (std::is_same_v<Value, std::string>)
          to->assign(text, bytes);
        else if constexpr (std::is_same_v<Value, WordList>)
          *to = words_of(std::string(text, bytes));
        else
          *to = static_cast<Value>(std::strtoll(text, nullptr, 10));
      },
      field);
}

class PostgresqlChannel final : public Channel {
 public:
  PostgresqlChannel(PGconn* connection, const std::string& settings)
      : connection_(connection), is_lent_(!settings.empty()), pipeline_(connection, !is_lent_) {
    // Serializable: the stories are written as if nothing else happened meanwhile, as SQLite's one
    // writer has it; whom that would deceive is told to try again.
    pipeline_.prepare(kBegin, "BEGIN ISOLATION LEVEL SERIALIZABLE");
    pipeline_.prepare(kNow, kSelect + kTime);
    pipeline_.prepare(kCommit, "COMMIT");
    pipeline_.prepare(kRollBack, "ROLLBACK");
    if (!is_lent_) return;
    pipeline_.prepare(kBeginApart, "BEGIN ISOLATION LEVEL READ COMMITTED");
    pipeline_.prepare(kSettings, settings);
  }

  void begin() override { start(&kBegin); }

  // On a lent connection settings hold for a transaction: there has to be one.
  void begin_apart() override {
    const bool is_alone = PQtransactionStatus(connection_) == PQTRANS_IDLE;
    start(is_lent_ && is_alone ? &kBeginApart : nullptr);
  }

  WallMs now_ms() override {
    if (!now_ms_) ask_time();
    return *now_ms_;
  }

  void settle() override {
    if (!is_under_way_)
      ask_time();
    else if (pipeline_.size() > 0)
      pipeline_.run();
  }

  void commit() override {
    if (!is_under_way_) return;
    is_committing_ = begin_ != nullptr;
    if (is_committing_) pipeline_.put(kCommit, {});
    settle();
  }

  void roll_back() override {
    pipeline_.forget();
    is_under_way_ = true;
    if (PQtransactionStatus(connection_) == PQTRANS_IDLE) return;
    pipeline_.put(kRollBack, {});
    pipeline_.run();
  }

  bool is_lost() const override {
    return PQstatus(connection_) != CONNECTION_OK ||
           PQpipelineStatus(connection_) != PQ_PIPELINE_OFF;
  }

  bool may_have_committed() const override { return is_committing_; }

  std::unique_ptr<Statement> prepare(const std::string& sql, const Fields& parameters,
                                     const Fields& columns) override;

  void put(const std::string& name, Pipeline::Values values) {
    open_transaction();
    pipeline_.put(name, std::move(values));
  }

  /// What comes of the last statement. With the first row of an answer comes the time.
  Pipeline::Result run(bool is_question) {
    Pipeline::Result last = std::move(pipeline_.run().back());
    if (is_question && !now_ms_ && PQntuples(last.get()) > 0)
      read_into(&now_ms_.emplace(), last.get(), 0, 0);
    return last;
  }

 private:
  void start(const std::string* begin) {
    begin_ = begin;
    is_under_way_ = false;
    is_committing_ = false;
    now_ms_.reset();
  }

  // Ahead of the first statement, with which it travels.
  void open_transaction() {
    if (std::exchange(is_under_way_, true) || begin_ == nullptr) return;
    pipeline_.put(*begin_, {});
    if (is_lent_) pipeline_.put(kSettings, {});
  }

  void ask_time() {
    put(kNow, {});
    run(true);
  }

  PGconn* connection_;
  bool is_lent_;
  Pipeline pipeline_;
  /// The statement that begins it, if it is a transaction.
  const std::string* begin_ = nullptr;
  bool is_under_way_ = false;
  bool is_committing_ = false;
  std::optional<WallMs> now_ms_;
  int prepared_ = 0;
};

class PostgresqlStatement final : public Statement {
 public:
  PostgresqlStatement(PostgresqlChannel& channel, std::string name, Fields parameters,
                      Fields columns)
      : channel_(channel),
        name_(std::move(name)),
        parameters_(std::move(parameters)),
        columns_(std::move(columns)) {}

  void execute() override {
    Pipeline::Values values;
    values.reserve(parameters_.size());
    for (const Field& parameter : parameters_)
      values.push_back(value_of(parameter));
    channel_.put(name_, std::move(values));
  }

  int execute_and_count() override {
    run();
    return std::atoi(PQcmdTuples(result_.get()));
  }

  bool ask() override {
    run();
    return next();
  }

  bool next() override {
    if (row_ == PQntuples(result_.get())) return false;
    int column = 0;  // the time
    for (const Field& field : columns_)
      read_into(field, result_.get(), row_, ++column);
    ++row_;
    return true;
  }

 private:
  void run() {
    execute();
    result_ = channel_.run(!columns_.empty());
    row_ = 0;
  }

  PostgresqlChannel& channel_;
  std::string name_;
  Fields parameters_;
  Fields columns_;
  Pipeline::Result result_;
  int row_ = 0;
};

std::unique_ptr<Statement> PostgresqlChannel::prepare(const std::string& sql,
                                                      const Fields& parameters,
                                                      const Fields& columns) {
  std::string name = "hufu_" + std::to_string(++prepared_);
  const bool is_question = !columns.empty();
  pipeline_.prepare(name, is_question ? kSelect + kTime + ", " + sql.substr(kSelect.size()) : sql);
  return std::make_unique<PostgresqlStatement>(*this, std::move(name), parameters, columns);
}

}  // namespace

std::unique_ptr<Channel> make_postgresql_channel(soci::session& sql, const std::string& settings) {
  auto* backend = static_cast<soci::postgresql_session_backend*>(sql.get_backend());
  return std::make_unique<PostgresqlChannel>(backend->conn_, settings);
}

}  // namespace hufu::mock
