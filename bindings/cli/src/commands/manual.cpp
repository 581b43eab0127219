// hufu manual: the manual page, made of the same description as --help.
#include <hufu/core.h>

#include "commands/commands.h"
#include "failure.h"
#include "terminal.h"
#include "texts.h"

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

std::string heading(Key name) { return ".SH \"" + say(name) + '"'; }

std::string title_of(const CLI::Option& option) {
  const bool is_flag = option.get_items_expected_max() == 0;
  const std::string kind = is_flag || option.get_positional() ? "" : " " + option.get_type_name();
  return option.get_name(option.get_positional(), true) + kind;
}

void options_of(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    std::string text = option->get_description();
    if (!option->get_default_str().empty())
      text = say("manual.with_default", {{"text", text}, {"value", option->get_default_str()}});
    if (!option->get_envname().empty())
      text = say("manual.with_variable", {{"text", text}, {"name", option->get_envname()}});
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
    const std::string text = say("manual.sentence", {{"text", command->get_description()}});
    print(".SS " + escaped(name) + "\n" + escaped(text));
    options_of(*command);
    commands_of(*command, name);
  }
}

void write_manual(const CLI::App& app) {
  print(".TH HUFU 1 \"\" \"hufu " + std::string(version()) + "\" \"User Commands\"");
  print(heading("manual.name") + "\nhufu \\- " + escaped(app.get_description()));
  print(heading("manual.synopsis") +
        "\n.B hufu\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]");
  print(heading("manual.description_heading") + "\n" + escaped(say("manual.description")) +
        "\n.PP\n.nf\n    hufu server            " + escaped(say("manual.in_one_terminal")) +
        "\n    hufu login \\-\\-device    " + escaped(say("manual.in_another")) +
        "\n    hufu request GET /api/user/profile\n.fi");
  print(heading("manual.options"));
  options_of(app);
  print(heading("manual.commands"));
  commands_of(app, "hufu");
  print(heading("manual.exit_status"));
  for (const ExitStatusRow& row : kExitStatuses)
    paragraph(std::to_string(static_cast<int>(row.status)), say(row.meaning));
  print(heading("manual.environment"));
  paragraph("HUFU_STORE_KEY", say("manual.HUFU_STORE_KEY"));
  paragraph("HUFU_MOCK_SERVER", say("manual.HUFU_MOCK_SERVER"));
  paragraph("LANG", say("manual.LANG"));
  paragraph("NO_COLOR", say("manual.NO_COLOR"));
  print(heading("manual.files"));
  paragraph("$XDG_CONFIG_HOME/hufu/profiles/NAME.json", say("manual.profiles"));
  paragraph("$XDG_STATE_HOME/hufu", say("manual.sessions"));
}

}  // namespace

void add_manual(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("manual");
  line.run_for(command, [&line] { write_manual(line.app()); });
}

}  // namespace hufu::cli
