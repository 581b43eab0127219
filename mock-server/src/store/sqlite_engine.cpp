// SQLite: one file, one writer.
#include "store/sqlite_engine.h"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "store/sqlite_channel.h"

namespace hufu::mock {
namespace {

// A connection is used by one thread at a time: SQLite's own locks guard nothing here, and its
// count of memory is asked by nobody. Without effect where SQLite is in use already.
void use_no_locks() {
  static const bool done = [] {
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite_api::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
  }();
  static_cast<void>(done);
}

// What is in there concerns nobody else on this machine: hashes of passwords, for one. SQLite gives
// the files beside it the same mode. What cannot be opened here SQLite itself says no to.
void keep_private(const std::string& file) {
  if (file.empty() || file == ":memory:") return;
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
  for (const char* ending : {"", "-wal", "-shm"})
    static_cast<void>(::chmod((file + ending).c_str(), 0600));
}

class SqliteEngine final : public Engine {
 public:
  explicit SqliteEngine(std::string file) : file_(std::move(file)) {}

  Dialect dialect() const override { return Dialect::sqlite; }

  // There is one writer: more threads would only wait for each other, and ":memory:" is one
  // connection's own.
  std::size_t connections() const override { return 1; }

  // A writer waits for a moment instead of failing; a commit is durable against a crash of the
  // process, which is what a mock server has to survive.
  std::unique_ptr<Channel> open(soci::session& sql) const override {
    use_no_locks();
    keep_private(file_);
    sql.open(soci::sqlite3, "db=" + file_ + " timeout=5");
    sql << "PRAGMA journal_mode=WAL";
    sql << "PRAGMA synchronous=NORMAL";
    sql << "PRAGMA foreign_keys=ON";
    // Pages of a large file are looked at where the system keeps them, instead of being copied one
    // by one: with a million people hardly one is where it was looked for last.
    sql << "PRAGMA mmap_size=1073741824";
    return make_sqlite_channel(sql);
  }

  // Whoever has begun has the file to itself.
  bool is_worth_repeating(const soci::soci_error&, int) const override { return false; }

  void begin_migration(soci::session& sql) const override { sql << "BEGIN IMMEDIATE"; }

  bool hears_others() const override { return false; }
  std::unique_ptr<Ear> listen() const override { return nullptr; }

 private:
  std::string file_;
};

}  // namespace

std::unique_ptr<Engine> make_sqlite_engine(std::string file) {
  return std::make_unique<SqliteEngine>(std::move(file));
}

}  // namespace hufu::mock
