// What a shell can offer after `hufu`, read from the description that --help is made of.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace hufu::cli {

/// An option or a command, as a shell offers it.
struct Word {
  std::string text;
  std::string description;
  bool takes_value = false;
  bool takes_file = false;
  std::vector<std::string> choices = {};  ///< Of its value.
};

/// A command, by all its words (`hufu profile set`), and what can follow.
struct Place {
  std::string path;
  std::vector<Word> commands;
  std::vector<Word> options;
  std::vector<std::string> arguments;  ///< Choices for what follows without a dash.
};

/// The program and all its commands. The options of the program itself can stand anywhere.
std::vector<Place> places_of(const CLI::App& app);

}  // namespace hufu::cli
