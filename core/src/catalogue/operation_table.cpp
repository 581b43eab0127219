#include "catalogue/operation_table.h"

namespace hufu {

const OperationRow* find_operation(std::string_view name) {
  for (const OperationRow& row : kOperations) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace hufu
