// hufu completions: for bash, zsh and fish, made of the same description as --help.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "commands/commands.h"
#include "commands/completion_words.h"
#include "terminal.h"

namespace hufu::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& each : words)
    line.append(line.empty() ? "" : " ").append(each);
  return line;
}

/// In single quotes for a POSIX shell or zsh.
std::string quoted(const std::string& text) {
  std::string safe = "'";
  for (const char letter : text)
    safe += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return safe + "'";
}

/// Every option that takes a value, once; the same name means the same everywhere.
std::vector<Word> options_with_values(const std::vector<Place>& places) {
  std::vector<Word> found;
  for (const Place& place : places) {
    for (const Word& each : place.options) {
      const bool is_known =
          std::ranges::any_of(found, [&](const Word& known) { return known.text == each.text; });
      if (each.takes_value && !is_known) found.push_back(each);
    }
  }
  return found;
}

/// A loop that follows the words to the command that they name.
std::string walk(const std::vector<Place>& places) {
  std::string cases;
  for (const Place& place : places) {
    for (const Word& each : place.commands)
      cases.append(cases.empty() ? "" : " | ").append(quoted(place.path + " " + each.text));
  }
  return "    case \"$at $word\" in\n      " + cases + ") at=\"$at $word\" ;;\n    esac\n";
}

void print_bash(const std::vector<Place>& places) {
  print("# bash completion for hufu; made by `hufu completions bash`.");
  print("_hufu() {");
  print(
      "  local word at=hufu now=\"${COMP_WORDS[COMP_CWORD]}\" "
      "before=\"${COMP_WORDS[COMP_CWORD-1]}\"");
  print("  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n" + walk(places) + "  done");
  print("  COMPREPLY=()\n  case \"$before\" in");
  for (const Word& each : options_with_values(places)) {
    const std::string words = each.takes_file
                                  ? "compgen -f -- \"$now\""
                                  : "compgen -W " + quoted(joined(each.choices)) + " -- \"$now\"";
    print("    " + each.text + ") mapfile -t COMPREPLY < <(" + words + "); return ;;");
  }
  print("  esac\n  case \"$at\" in");
  for (const Place& place : places) {
    std::vector<std::string> words = place.arguments;
    for (const auto* list : {&place.commands, &place.options}) {
      for (const Word& each : *list)
        words.push_back(each.text);
    }
    print("    " + quoted(place.path) + ") mapfile -t COMPREPLY < <(compgen -W " +
          quoted(joined(words)) + " -- \"$now\") ;;");
  }
  print("  esac\n}\ncomplete -F _hufu hufu");
}

/// `word:description`, as `_describe` reads it.
std::string described(const Word& word) {
  std::string text;
  for (const char letter : word.text)
    text += letter == ':' ? std::string("\\:") : std::string(1, letter);
  return quoted(text + ":" + word.description);
}

void print_zsh(const std::vector<Place>& places) {
  print("#compdef hufu\n# zsh completion for hufu; made by `hufu completions zsh`.");
  print("_hufu() {\n  local word at=hufu\n  local -a found");
  print("  for word in \"${words[@]:1:CURRENT-2}\"; do\n" + walk(places) + "  done");
  print("  case \"${words[CURRENT-1]}\" in");
  for (const Word& each : options_with_values(places)) {
    const std::string offer = each.takes_file ? "_files" : "compadd -- " + joined(each.choices);
    print("    " + each.text + ") " + offer + "; return ;;");
  }
  print("  esac\n  case \"$at\" in");
  for (const Place& place : places) {
    std::string list;
    for (const std::string& each : place.arguments)
      list += " " + quoted(each);
    for (const auto* words : {&place.commands, &place.options}) {
      for (const Word& each : *words)
        list += "\n        " + described(each);
    }
    print("    " + quoted(place.path) + ") found=(" + list + ") ;;");
  }
  print("  esac\n  _describe hufu found\n}");
  print("if [ \"$funcstack[1]\" = _hufu ]; then _hufu \"$@\"; else compdef _hufu hufu; fi");
}

/// In single quotes for fish, which knows backslashes in them.
std::string quoted_for_fish(const std::string& text) {
  std::string safe = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') safe += '\\';
    safe += letter;
  }
  return safe + "'";
}

void print_fish_word(const Place& place, const Word& word) {
  const bool is_long = word.text.starts_with("--");
  const bool is_option = word.text.starts_with('-');
  std::string line = "complete -c hufu -n " + quoted_for_fish("__hufu_at " + place.path);
  if (is_long) {
    line += " -l " + word.text.substr(2);
  } else if (is_option) {
    line += " -s " + word.text.substr(1);
  } else {
    line += " -a " + word.text;
  }
  if (word.takes_value) line += word.takes_file ? " -r -F" : " -x";
  if (!word.choices.empty()) line += " -a " + quoted_for_fish(joined(word.choices));
  print(line + " -d " + quoted_for_fish(word.description));
}

void print_fish(const std::vector<Place>& places) {
  print("# fish completion for hufu; made by `hufu completions fish`.");
  print("function __hufu_at\n  set -l at hufu\n  for word in (commandline -opc)[2..-1]");
  std::string cases;
  for (const Place& place : places) {
    for (const Word& each : place.commands)
      cases += " " + quoted_for_fish(place.path + " " + each.text);
  }
  print("    contains -- \"$at $word\"" + cases + "; and set at \"$at $word\"\n  end");
  print("  test \"$at\" = \"$argv\"\nend\ncomplete -c hufu -f");
  for (const Place& place : places) {
    for (const auto* words : {&place.commands, &place.options}) {
      for (const Word& each : *words)
        print_fish_word(place, each);
    }
    if (place.arguments.empty()) continue;
    print("complete -c hufu -n " + quoted_for_fish("__hufu_at " + place.path) + " -a " +
          quoted_for_fish(joined(place.arguments)));
  }
}

}  // namespace

void add_completions(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("completions");
  const auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell)->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  line.run_for(command, [&line, shell] {
    const std::vector<Place> places = places_of(line.app());
    if (*shell == "bash") print_bash(places);
    if (*shell == "zsh") print_zsh(places);
    if (*shell == "fish") print_fish(places);
  });
}

}  // namespace hufu::cli
