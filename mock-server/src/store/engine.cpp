// Chooses the engine of a database URL.
#include "store/engine.h"

#include "store/database.h"
#include "store/postgresql_engine.h"
#include "store/sqlite_engine.h"

namespace hufu::mock {

std::unique_ptr<Engine> make_engine(const std::string& url) {
  constexpr std::string_view sqlite = "sqlite://";
  if (url.starts_with(sqlite)) return make_sqlite_engine(url.substr(sqlite.size()));
  if (is_postgresql_url(url)) return make_postgresql_engine(url);
  throw DatabaseFailure("the database URL begins with sqlite:// or postgresql://");
}

bool is_postgresql_url(const std::string& url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

}  // namespace hufu::mock
