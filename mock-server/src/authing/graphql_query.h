// The part of GraphQL that Authing's SDKs speak: one operation with one field, whose arguments are
// variables, and what is wanted of its answer.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hufu::mock::authing {

struct Selection {
  std::string name;
  std::vector<Selection> fields;
};

struct GraphqlQuery {
  /// "query" or "mutation"
  std::string operation = "query";
  Selection root;
  /// Argument to variable.
  std::map<std::string, std::string> arguments;
};

/// Throws HttpError 400 `invalid_request` for everything else that GraphQL has: several fields,
/// fragments, directives, aliases, literals.
GraphqlQuery read_query(std::string_view text);

/// Of `value` what is selected; null where it has nothing of that name.
nlohmann::json select(const nlohmann::json& value, const std::vector<Selection>& fields);

}  // namespace hufu::mock::authing
