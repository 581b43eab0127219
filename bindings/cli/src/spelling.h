// What somebody may have meant who mistyped a word.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace hufu::cli {

/// `; did you mean NAME?` for the one of the names that `word` is closest to; empty if none is.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

/// The commands below `app`.
std::vector<std::string> names_of_commands(const CLI::App& app);

/// What may stand behind the words that were understood: commands, or options for a word that
/// begins like one.
std::vector<std::string> names_for(const CLI::App& app, std::string_view word);

}  // namespace hufu::cli
