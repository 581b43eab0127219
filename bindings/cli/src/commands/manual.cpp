// hufu manual: the manual page, made of the same description as --help.
#include <hufu/core.h>

#include "commands/commands.h"
#include "failure.h"
#include "terminal.h"

namespace hufu::cli {
namespace {

/// A backslash, a leading dot or quote and a hyphen mean something to roff.
std::string escaped(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '\\') {
      safe += "\\e";
    } else if (letter == '-') {
      safe += "\\-";
    } else {
      safe += letter;
    }
  }
  if (safe.starts_with('.') || safe.starts_with('\'')) safe.insert(0, "\\&");
  return safe;
}

void paragraph(const std::string& title, const std::string& text) {
  print(".TP\n.B " + escaped(title) + "\n" + escaped(text));
}

std::string title_of(const CLI::Option& option) {
  const bool is_flag = option.get_items_expected_max() == 0;
  const std::string kind = is_flag || option.get_positional() ? "" : " " + option.get_type_name();
  return option.get_name(option.get_positional(), true) + kind;
}

void options_of(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    std::string text = option->get_description();
    if (!option->get_default_str().empty()) text += " (" + option->get_default_str() + ")";
    if (!option->get_envname().empty()) text += "; environment: " + option->get_envname();
    paragraph(title_of(*option), text);
  }
  for (const CLI::App* group : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (group->get_name().empty()) options_of(*group);
  }
}

void commands_of(const CLI::App& app, const std::string& path) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name().empty()) continue;
    const std::string name = path + " " + command->get_name();
    print(".SS " + escaped(name) + "\n" + escaped(command->get_description()) + ".");
    options_of(*command);
    commands_of(*command, name);
  }
}

void write_manual(const CLI::App& app) {
  print(".TH HUFU 1 \"\" \"hufu " + std::string(version()) + "\" \"User Commands\"");
  print(".SH NAME\nhufu \\- " + escaped(app.get_description()));
  print(".SH SYNOPSIS\n.B hufu\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]");
  print(
      ".SH DESCRIPTION\nSigns a person in, keeps the session, and renews it when it is needed, for "
      "this and all other programs of that person at once. Try it against the mock server:\n.PP\n"
      ".nf\n    hufu server            in one terminal\n"
      "    hufu login \\-\\-device    in another; type its code and number in the first\n"
      "    hufu request GET /api/user/profile\n.fi");
  print(".SH OPTIONS");
  options_of(app);
  print(".SH COMMANDS");
  commands_of(app, "hufu");
  print(".SH \"EXIT STATUS\"");
  for (const ExitStatusRow& row : kExitStatuses)
    paragraph(std::to_string(static_cast<int>(row.status)), row.meaning);
  print(".SH ENVIRONMENT");
  paragraph("HUFU_STORE_KEY",
            "The key that seals stored sessions: 32 bytes in base64 or hexadecimal");
  paragraph("HUFU_MOCK_SERVER", "What hufu server starts");
  paragraph("NO_COLOR", "No colours, whatever the terminal");
  print(".SH FILES");
  paragraph("$XDG_CONFIG_HOME/hufu/profiles/NAME.json",
            "What a profile remembers about its server; no secrets");
  paragraph("$XDG_STATE_HOME/hufu", "Sealed sessions and the locks on them");
}

}  // namespace

void add_manual(CommandLine& line) {
  CLI::App* command = line.add(line.app(), "manual", "Print this manual page, for man -l -");
  line.run_for(command, [&line] { write_manual(line.app()); });
}

}  // namespace hufu::cli
