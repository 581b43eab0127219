// Reads the tables of the dialects while they are compiled. Needs no byte of the program.
#pragma once

#include <string_view>

#include "catalogue/operation_table.h"
#include "dialects/table.h"

namespace hufu::dialects::check {

// Never defined: a fault calls one of them where only constants may be, and its name is the error.
void the_name_is_no_argument_of_its_operation(std::string_view name);
void the_sign_means_nothing_there(std::string_view item);
void the_step_is_no_operation(std::string_view step);

constexpr std::string_view take_until(std::string_view& text, std::string_view ends) {
  const std::string_view head = text.substr(0, text.find_first_of(ends));
  text.remove_prefix(head.size());
  return head;
}

/// Calls `visit(item)` with each source of a mapping, its signs behind it; not with quoted texts.
template <class Visit>
constexpr void each_source(std::string_view mapping, Visit visit) {
  while (!mapping.empty()) {
    std::string_view item = take_until(mapping, " ={}[]");
    if (mapping.starts_with('=')) {
      mapping.remove_prefix(1);
      const bool quoted = mapping.starts_with('\'');
      if (quoted) mapping.remove_prefix(mapping.find('\'', 1) + 1);
      item = quoted ? std::string_view() : take_until(mapping, " {}[]");
    }
    if (!item.empty()) visit(item);
    if (!mapping.empty()) mapping.remove_prefix(1);
  }
}

constexpr bool is_of_a_name(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_' || letter == '-' || letter == '.' ||
         letter == '|';
}

/// The item without its signs, which are of the right kind.
constexpr std::string_view name_of(std::string_view item) {
  std::string_view rest = item;
  while (!rest.empty() && is_of_a_name(rest.front()))
    rest.remove_prefix(1);
  const bool sound = rest.empty() || rest == "!" || rest == "#" || rest == "#!" || rest == "&" ||
                     rest == "~" || rest == ":";
  if (!sound) the_sign_means_nothing_there(item);
  return item.substr(0, item.size() - rest.size());
}

/// Whether `name` is one of `fields`, as fields.h has them.
constexpr bool lists(std::string_view fields, std::string_view name) {
  while (!fields.empty()) {
    const std::string_view field = take_until(fields, " ");
    if (field.substr(0, field.find_first_of("?&#~[=")) == name) return true;
    if (!fields.empty()) fields.remove_prefix(1);
  }
  return false;
}

/// What stories add to the arguments of a step, and the steps that are no operations.
struct Added {
  std::string_view step;
  std::string_view fields;
};
inline constexpr Added kAdded[] = {
    {"refresh", "refresh_token"},
    {"device_state", "sign_in state"},
    {"launch", "secret"},
    {"sign_in_with_oauth", "code_challenge"},
    {"link_identity", "code_challenge"},
    {"sign_up", "code_challenge code_challenge_method"},
    {"send_otp", "code_challenge code_challenge_method"},
    {"recover_password", "code_challenge code_challenge_method"},
    {"update_account", "code_challenge code_challenge_method"},
    {"exchange_code_for_session", "code_verifier"},
    {"sign_out", "access_token refresh_token"},
};
/// What the configuration adds to each.
inline constexpr std::string_view kConfigured = "app_key connection";

constexpr void an_argument(std::string_view step, std::string_view name) {
  bool is_step = false;
  for (const OperationRow& row : kOperations) {
    if (row.name != step) continue;
    is_step = true;
    if (lists(row.fields, name)) return;
  }
  for (const Added& added : kAdded) {
    if (added.step != step) continue;
    is_step = true;
    if (lists(added.fields, name)) return;
  }
  if (!is_step) the_step_is_no_operation(step);
  if (!lists(kConfigured, name)) the_name_is_no_argument_of_its_operation(name);
}

constexpr void a_request(const Route& route) {
  each_source(route.request, [&](std::string_view item) {
    for (std::string_view names = name_of(item); !names.empty();) {
      const std::string_view name = take_until(names, "|");
      if (name != ".") an_argument(route.step, name);
      if (!names.empty()) names.remove_prefix(1);
    }
  });
}

constexpr void a_path(const Route& route) {
  std::string_view path = route.path;
  while (path.find('{') != std::string_view::npos) {
    path.remove_prefix(path.find('{') + 1);
    an_argument(route.step, take_until(path, "}"));
  }
}

constexpr void an_answer(std::string_view mapping) {
  each_source(mapping, [](std::string_view item) { name_of(item); });
}

constexpr bool a_dialect(const Dialect& dialect) {
  an_answer(dialect.grant);
  for (const Route& route : dialect.routes) {
    a_request(route);
    a_path(route);
    an_answer(route.reply);
    an_answer(route.reply_at_once);
  }
  return true;
}

}  // namespace hufu::dialects::check
