#include "operation_table.h"

#include <array>
#include <type_traits>
#include <utility>

namespace hufu {
namespace {

struct Row {
  std::string_view name;
  std::string_view outcome;
  Operation (*make)();
};

template <class One>
Operation make() {
  return Operation(std::in_place_type<One>);
}

template <class... Operations>
constexpr auto rows(std::type_identity<std::variant<Operations...>>) {
  return std::array{
      Row{Operations::kName, kTypeName<typename Operations::Outcome>, &make<Operations>}...};
}

constexpr std::array kRows = rows(std::type_identity<Operation>());

}  // namespace

std::size_t find_operation(std::string_view name) {
  std::size_t number = 0;
  while (number < kOperationCount && kRows[number].name != name)
    ++number;
  return number;
}

std::string_view operation_name(std::size_t number) { return kRows[number].name; }

std::string_view outcome_name(std::size_t number) { return kRows[number].outcome; }

Operation make_operation(std::size_t number) { return kRows[number].make(); }

void visit_fields(Operation& operation, FieldVisitor& visitor) {
  std::visit([&](auto& one) { std::remove_reference_t<decltype(one)>::fields(one, visitor); },
             operation);
}

}  // namespace hufu
