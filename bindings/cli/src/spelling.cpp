#include "spelling.h"
#include "texts.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace hufu::cli {
namespace {

/// How many letters have to be put in, left out, changed, or swapped with the next (Damerau), to
/// make one word of the other.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before_last(to.size() + 1);
  std::vector<std::size_t> last(to.size() + 1);
  std::vector<std::size_t> now(to.size() + 1);
  std::iota(last.begin(), last.end(), 0);
  for (std::size_t i = 1; i <= from.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const bool is_same = from[i - 1] == to[j - 1];
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (is_same ? 0 : 1)});
      const bool is_swapped =
          i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (is_swapped) now[j] = std::min(now[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, now);
  }
  return last.back();
}

}  // namespace

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::string* best = nullptr;
  std::size_t least = std::max<std::size_t>(word.size() / 3, 1) + 1;
  for (const std::string& name : names) {
    const std::size_t far = distance(word, name);
    if (far >= least) continue;
    least = far;
    best = &name;
  }
  return best == nullptr ? "" : say("did_you_mean", {{"name", *best}});
}

std::vector<std::string> names_of_commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_name().empty()) names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> names_for(const CLI::App& app, std::string_view word) {
  if (!word.starts_with('-')) return names_of_commands(app);
  std::vector<std::string> names;
  const auto add_options = [&names](const CLI::App& of) {
    for (const CLI::Option* option : of.get_options()) {
      for (const std::string& name : option->get_lnames())
        names.push_back("--" + name);
    }
  };
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent()) {
    add_options(*at);
    for (const CLI::App* group : at->get_subcommands([](const CLI::App*) { return true; })) {
      if (group->get_name().empty()) add_options(*group);
    }
  }
  return names;
}

}  // namespace hufu::cli
