// How a connection speaks to SQLite.
#include "store/sqlite_channel.h"

#include <soci/soci.h>

#include <chrono>
#include <deque>

namespace hufu::mock {
namespace {

// A field as SOCI knows it: truth is a number there, and words are a text.
class Binding {
 public:
  explicit Binding(const Field& field) : field_(field) {}

  void as_parameter_of(soci::statement& statement) {
    std::visit([&](auto* at) { statement.exchange(soci::use(*known(at))); }, field_);
  }

  void as_column_of(soci::statement& statement) {
    std::visit([&](auto* at) { statement.exchange(soci::into(*known(at))); }, field_);
  }

  void before() {
    if (bool** truth = std::get_if<bool*>(&field_)) number_ = **truth ? 1 : 0;
    if (WordList** words = std::get_if<WordList*>(&field_)) text_ = text_of(**words);
  }

  void after() {
    if (bool** truth = std::get_if<bool*>(&field_)) **truth = number_ != 0;
    if (WordList** words = std::get_if<WordList*>(&field_)) **words = words_of(text_);
  }

 private:
  template <class Value>
  Value* known(Value* at) {
    return at;
  }
  int* known(bool*) { return &number_; }
  std::string* known(WordList*) { return &text_; }

  Field field_;
  int number_ = 0;
  std::string text_;
};

class SqliteStatement final : public Statement {
 public:
  SqliteStatement(soci::session& sql, const std::string& text, const Fields& parameters,
                  const Fields& columns)
      : parameters_(parameters.begin(), parameters.end()),
        columns_(columns.begin(), columns.end()),
        statement_(sql) {
    for (Binding& column : columns_)
      column.as_column_of(statement_);
    for (Binding& parameter : parameters_)
      parameter.as_parameter_of(statement_);
    statement_.alloc();
    statement_.prepare(text);
    statement_.define_and_bind();
  }

  void execute() override {
    before();
    statement_.execute(true);
  }

  int execute_and_count() override {
    execute();
    return static_cast<int>(statement_.get_affected_rows());
  }

  bool ask() override {
    before();
    statement_.execute();
    return next();
  }

  bool next() override {
    if (!statement_.fetch()) return false;
    for (Binding& column : columns_)
      column.after();
    return true;
  }

 private:
  void before() {
    for (Binding& parameter : parameters_)
      parameter.before();
  }

  // Where they are they stay: SOCI knows their addresses.
  std::deque<Binding> parameters_;
  std::deque<Binding> columns_;
  soci::statement statement_;
};

class SqliteChannel final : public Channel {
 public:
  explicit SqliteChannel(soci::session& sql)
      : sql_(sql), begin_((sql.prepare << "BEGIN IMMEDIATE")), commit_((sql.prepare << "COMMIT")) {}

  void begin() override {
    begin_.execute(true);
    is_transaction_ = true;
    take_time();
  }

  void begin_apart() override {
    is_transaction_ = false;
    take_time();
  }

  WallMs now_ms() override { return now_ms_; }
  void settle() override {}

  void commit() override {
    if (is_transaction_) commit_.execute(true);
  }

  void roll_back() override {
    if (is_transaction_) sql_ << "ROLLBACK";
  }

  bool is_lost() const override { return false; }
  bool may_have_committed() const override { return false; }

  std::unique_ptr<Statement> prepare(const std::string& sql, const Fields& parameters,
                                     const Fields& columns) override {
    return std::make_unique<SqliteStatement>(sql_, sql, parameters, columns);
  }

 private:
  void take_time() {
    using namespace std::chrono;
    now_ms_ = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  }

  soci::session& sql_;
  soci::statement begin_;
  soci::statement commit_;
  bool is_transaction_ = false;
  WallMs now_ms_ = 0;
};

}  // namespace

std::unique_ptr<Channel> make_sqlite_channel(soci::session& sql) {
  return std::make_unique<SqliteChannel>(sql);
}

}  // namespace hufu::mock
