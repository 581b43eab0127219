// Prints describe(), and which dialect has a way to do what: what scripts/tables.py makes the
// tables of the other languages and the docs of.
#include <cstdio>

#include "catalogue/enumerations.h"
#include "catalogue/operation_table.h"
#include "dialects/dialect.h"
#include "hufu/core.h"
#include "text/json_writer.h"

namespace {

using namespace hufu;

// What needs no route: the session itself, and requests whose address the application names.
bool is_of_the_session(Story story) {
  switch (story) {
    case Story::access_token:
    case Story::fetch:
    case Story::session:
    case Story::user:
    case Story::sign_out: return true;
    default: return false;
  }
}

// `always`, `if_there` where a server may lack what its document does not have, or `never`.
std::string_view how_far(const dialects::Dialect& dialect, const OperationRow& row) {
  const bool has_route = dialects::find_route(dialect, row.name) != nullptr;
  if (!has_route) return is_of_the_session(row.story) ? "always" : "never";
  const bool is_sign_in = row.story == Story::sign_in_with_wechat;
  return dialect.only_signs_in && !is_sign_in ? "if_there" : "always";
}

std::string described() {
  json::Writer out;
  out.open('{');
  for (const OperationRow& row : kOperations) {
    out.key(row.name).open('{');
    const Enumeration backends = enumeration<BackendKind>();
    for (std::uint8_t kind = 0; kind < backends.count; ++kind) {
      const auto& dialect = dialects::dialect(static_cast<BackendKind>(kind));
      out.key(backends.value_name(kind)).text(how_far(dialect, row));
    }
    out.close('}');
  }
  std::string all(describe());
  all.pop_back();
  return all.append(R"(,"backends":)").append(out.close('}').take()).append("}");
}

}  // namespace

int main() { return std::puts(described().c_str()) < 0 ? 1 : 0; }
