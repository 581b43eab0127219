// tests/vectors/tokens, replayed by a guard.
#pragma once

#include <hufu/server/guard.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hufu::server::test {

using Json = nlohmann::json;

/// A row with what key servers answer in its file.
struct Row {
  Json answers;
  Json row;
};

std::vector<Row> all_rows();

/// An answer of a key server with these keys.
Fetched keys_answer(const std::vector<Json>& keys);

Guard guard_of(const Row& row);
RequestView request_of(const Json& request);

/// As rows write it: a person, or status and reason of a refusal.
Json told(const Asked& asked);
Json expected(const Json& row);

}  // namespace hufu::server::test
