#include <hufu/core.h>

#include "commands/commands.h"
#include "session_store.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_option("--profile", options.profile)
      ->envname("HUFU_PROFILE")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_flag("--json", options.json);
  app.add_option("--lang")->type_name("LANGUAGE");  // `chosen_language` has read it
  app.add_option("--server", options.server)->envname("HUFU_SERVER")->type_name("URL");
  app.add_option("--backend", options.backend)
      ->check(CLI::IsMember(backend_names()))
      ->type_name("KIND");
  app.add_option("--platform", options.platform)
      ->check(CLI::IsMember(platform_names()))
      ->type_name("NAME");
  app.add_option("--app-key", options.app_key)->type_name("KEY");
  app.add_option("--connection", options.connection)->type_name("NAME");
  app.add_option("--profile-path", options.profile_path)->type_name("PATH");
  app.add_option("--sign-out-path", options.sign_out_path)->type_name("PATH");
  app.add_option("--origin", options.origins)->type_name("URL")->allow_extra_args(false);
  app.add_flag("--allow-http", options.allow_http);
  app.add_option("--ca-file", options.ca_file)->type_name("FILE");
  app.add_option("--store", options.store)->check(CLI::IsMember(store_names()))->type_name("KIND");
}

/// The words of `--help` for a command, its options and what is below it.
void describe(CLI::App& app, const std::string& path) {
  const std::string prefix = path.empty() ? "" : path + " ";
  if (!app.get_name().empty()) app.description(help_for(path.empty() ? "hufu" : path));
  for (CLI::Option* option : app.get_options()) {
    const bool is_positional = option->get_positional();
    const std::string name =
        is_positional ? option->get_name(true) : "--" + option->get_lnames().front();
    // Help is the same everywhere.
    option->description(help_for(name == "--help" ? name : prefix + name));
    if (!is_positional) option->group(say("heading.group_options"));
  }
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    if (command->get_name().empty()) {
      describe(*command, path);
      continue;
    }
    command->group(say("heading.group_commands"));
    describe(*command, prefix + command->get_name());
  }
}

/// CLI11's own words.
void translate_headings(CLI::App& app) {
  const auto formatter = app.get_formatter();
  formatter->label("Usage", say("heading.usage"));
  formatter->label("OPTIONS", say("heading.options"));
  formatter->label("SUBCOMMAND", say("heading.command"));
  formatter->label("Positionals", say("heading.arguments"));
  formatter->label("REQUIRED", say("heading.required"));
  formatter->label("Env", say("heading.environment"));
}

}  // namespace

CommandLine::CommandLine(Context& context) : context_(context), app_("", "hufu") {
  app_.set_version_flag("--version", "hufu " + std::string(version()));
  app_.set_help_flag("-h,--help");
  translate_headings(app_);
  app_.require_subcommand(1);
  app_.fallthrough();
  add_global_options(app_, context.options);
  for (auto* add :
       {add_login,    add_status, add_whoami,      add_token,   add_web_view_url, add_request,
        add_bind,     add_unbind, add_approve,     add_scan,    add_profile,      add_account,
        add_password, add_resend, add_identities,  add_factors, add_logout,       add_profiles,
        add_server,   add_doctor, add_completions, add_manual,  add_help}) {
    add(*this);
  }
  describe(app_, "");
}

std::function<void()> CommandLine::parse(int argc, const char* const* argv) {
  if (argc == 1) return show_overview;
  app_.parse(argc, argv);
  const CLI::App* chosen = &app_;
  while (!chosen->get_subcommands().empty())
    chosen = chosen->get_subcommands().front();
  return runs_.at(chosen);
}

}  // namespace hufu::cli
