#include "commands/completion_words.h"

#include <algorithm>
#include <utility>

namespace hufu::cli {
namespace {

/// CLI11 tells the choices of an option in its type: `KIND:{web,desktop}`.
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t from = type.find('{');
  const std::size_t to = type.find('}', from);
  std::vector<std::string> choices;
  if (to == std::string::npos) return choices;
  for (const std::string& each : CLI::detail::split(type.substr(from + 1, to - from - 1), ','))
    choices.push_back(each);
  return choices;
}

void add_options(const CLI::App& app, Place& place) {
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string> choices = choices_of(*option);
    if (option->get_positional()) {
      place.arguments.insert(place.arguments.end(), choices.begin(), choices.end());
      continue;
    }
    Word word{"", option->get_description()};
    word.takes_value = option->get_items_expected_max() > 0;
    word.takes_file = option->get_type_name().find("FILE") != std::string::npos;
    word.choices = choices;
    for (const std::string& name : option->get_lnames()) {
      word.text = "--" + name;
      place.options.push_back(word);
    }
    for (const std::string& name : option->get_snames()) {
      word.text = "-" + name;
      place.options.push_back(word);
    }
  }
}

void collect(const CLI::App& app, const std::string& path, std::vector<Place>& places) {
  Place place{path, {}, {}, {}};
  add_options(app, place);
  std::vector<const CLI::App*> commands;
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (each->get_name().empty()) {
      add_options(*each, place);  // a group of options
    } else {
      place.commands.push_back({each->get_name(), each->get_description()});
      commands.push_back(each);
    }
  }
  places.push_back(std::move(place));
  for (const CLI::App* each : commands)
    collect(*each, path + " " + each->get_name(), places);
}

}  // namespace

std::vector<Place> places_of(const CLI::App& app) {
  std::vector<Place> places;
  collect(app, "hufu", places);
  for (std::size_t i = 1; i < places.size(); ++i) {
    for (const Word& each : places.front().options) {
      const bool is_there = std::ranges::any_of(
          places[i].options, [&](const Word& own) { return own.text == each.text; });
      if (!is_there) places[i].options.push_back(each);
    }
  }
  return places;
}

}  // namespace hufu::cli
