// tests/vectors/tokens: each token leads to the person or the refusal that its row says.
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "replay.h"

using namespace hufu::server;
using namespace hufu::server::test;

namespace {

void check_fresh(const Json& row, const Asked& asked) {
  if (!row["expect"].contains("person")) return;
  const Json fresh = row["expect"]["person"].value("fresh", Json::object());
  for (const auto& [seconds, is_fresh] : fresh.items()) {
    INFO("within " << seconds << " s");
    CHECK(std::get<Person>(asked).is_fresh(std::stod(seconds)) == is_fresh.get<bool>());
  }
}

}  // namespace

TEST_CASE("each token leads where its row says", "[vectors]") {
  for (const Row& given : all_rows()) {
    INFO(given.row["name"]);
    const Guard guard = guard_of(given);
    const RequestView request = request_of(given.row["request"]);
    const Asked first = guard.authenticate(request);
    CHECK(told(first) == expected(given.row));
    check_fresh(given.row, first);
    // A kept verdict is no other one; who asks again for keys that are not there may hear another
    // reason.
    const Asked again = guard.authenticate(request);
    if (given.row["expect"].contains("person")) CHECK(told(again) == expected(given.row));
    CHECK(again.index() == first.index());
  }
}

TEST_CASE("every kind of issuer, every rule and every refusal has its rows", "[vectors]") {
  std::set<std::string> kinds, rules, reasons;
  const std::vector<Row> rows = all_rows();
  for (const auto& [answers, row] : rows) {
    kinds.insert(row["issuers"][0]["kind"]);
    rules.insert(row["rule"]);
    if (row["expect"].contains("refused")) reasons.insert(row["expect"]["refused"]["reason"]);
  }
  CHECK(rows.size() >= 500);
  CHECK(kinds.size() == 7);
  CHECK(rules == std::set<std::string>{"G1", "G2", "G3", "G4", "G5", "G7", "G8", "G12"});
  // Those of `resolve` have tests of their own.
  CHECK(reasons.size() == 13);
}
