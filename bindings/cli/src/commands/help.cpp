// hufu help [COMMAND ...]: what --help of that command prints; hufu alone: where to begin.
#include <algorithm>
#include <memory>
#include <utility>

#include "commands/commands.h"
#include "failure.h"
#include "spelling.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

/// Not CLI::App::help, which speaks of the command that was called: of this one.
std::string help_of(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  std::string path = app.get_name();
  for (const std::string& word : words) {
    const std::vector<std::string> known = names_of_commands(*at);
    if (std::ranges::find(known, word) == known.end()) {
      throw unusable(say("no_command", {{"word", word}, {"meant", did_you_mean(word, known)}}));
    }
    at = at->get_subcommand(word);
    path += " " + word;
  }
  return at->get_formatter()->make_help(at, path, CLI::AppFormatMode::Normal);
}

/// What most people want next, in the order in which they want it.
constexpr std::pair<const char*, const char*> kFirstSteps[] = {
    {"login", "login"},   {"whoami", "whoami"}, {"request GET /path", "request"},
    {"doctor", "doctor"}, {"logout", "logout"},
};

}  // namespace

void show_overview() {
  print(help_for("hufu"));
  print("");
  for (const auto& [words, command] : kFirstSteps) {
    std::string line = "  hufu " + std::string(words);
    line.resize(std::max<std::size_t>(line.size(), 26), ' ');
    print(line + " " + std::string(help_for(command)));
  }
  print("");
  print(say("overview_server", {{"command", "hufu server"}}));
  print(say("overview_more", {{"all", "hufu help"}, {"one", "hufu help login"}}));
}

void add_help(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("help");
  const auto words = std::make_shared<std::vector<std::string>>();
  command->add_option("COMMAND", *words);
  line.run_for(command, [&line, words] {
    std::string text = help_of(line.app(), *words);
    if (text.ends_with('\n')) text.pop_back();  // print adds one
    print(text);
  });
}

}  // namespace hufu::cli
