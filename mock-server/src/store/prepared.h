// Statements that are prepared once for each connection, for what is asked all the time.
#pragma once

#include <memory>
#include <typeindex>
#include <unordered_map>

namespace hufu::mock {

class Transaction;

/// One connection's own. A query is a type with a constructor from `Transaction&` that prepares its
/// statement and binds it to members, so that it stays where it is.
class Prepared {
 public:
  template <class Query>
  Query& of(Transaction& transaction) {
    std::shared_ptr<void>& place = queries_[typeid(Query)];
    if (!place) place = std::make_shared<Query>(transaction);
    return *static_cast<Query*>(place.get());
  }

  /// Before the connection is closed.
  void clear() { queries_.clear(); }

 private:
  std::unordered_map<std::type_index, std::shared_ptr<void>> queries_;
};

}  // namespace hufu::mock
