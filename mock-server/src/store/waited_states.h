// How far what is waited for has come.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/transaction.h"

namespace hufu::mock {

/// The states of bindings and device grants, by their ids; of each table one question for all.
std::map<std::string, std::string> states_of(Transaction& transaction,
                                             const std::vector<std::string>& ids);

}  // namespace hufu::mock
