// How far what is waited for has come.
#include "store/waited_states.h"

#include <nlohmann/json.hpp>

namespace hufu::mock {
namespace {

// Both databases take many ids as one text.
std::string states_in(const std::string& table, Dialect dialect) {
  const char* ids = dialect == Dialect::postgresql ? "json_array_elements_text($1::json)"
                                                   : "value FROM json_each($1)";
  return "SELECT id, state FROM " + table + " WHERE id IN (SELECT " + ids + ")";
}

struct States {
  States(Transaction& transaction, const std::string& table)
      : statement(
            transaction.prepare(states_in(table, transaction.dialect()), {&ids}, {&id, &state})) {}

  std::string ids, id, state;
  std::unique_ptr<Statement> statement;
};

struct StatesOfBindings : States {
  explicit StatesOfBindings(Transaction& transaction) : States(transaction, "bindings") {}
};

struct StatesOfDeviceGrants : States {
  explicit StatesOfDeviceGrants(Transaction& transaction) : States(transaction, "device_grants") {}
};

void add_states(States& query, const std::string& ids, std::map<std::string, std::string>& states) {
  query.ids = ids;
  for (bool is_row = query.statement->ask(); is_row; is_row = query.statement->next())
    states[query.id] = query.state;
}

}  // namespace

std::map<std::string, std::string> states_of(Transaction& transaction,
                                             const std::vector<std::string>& ids) {
  const std::string list = nlohmann::json(ids).dump();
  std::map<std::string, std::string> states;
  add_states(transaction.prepared<StatesOfBindings>(), list, states);
  add_states(transaction.prepared<StatesOfDeviceGrants>(), list, states);
  return states;
}

}  // namespace hufu::mock
