// hufu logout: the session ends here, at once, and at the server if it can be reached.
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void log_out(Context& context, const std::string& scope) {
  must(context.client().sign_out({.scope = scope}));
  must(context.store().store->erase(context.clerk_key()));
  if (scope != "others" && context.settings().clerk != ClerkSource::none) {
    Settings settings = load_settings(context.options.profile);
    settings.clerk = ClerkSource::none;
    settings.clerk_from.clear();
    save_settings(context.options.profile, settings);
  }
  context.tell({{"event", "signed_out"}, {"scope", scope}}, {say("signed_out")});
}

}  // namespace

void add_logout(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("logout");
  const auto scope = std::make_shared<std::string>("local");
  command->add_option("--scope", *scope)
      ->check(CLI::IsMember({"local", "others", "global"}))
      ->type_name("SCOPE")
      ->capture_default_str();
  line.run_for(command, [&context = line.context(), scope] { log_out(context, *scope); });
}

}  // namespace hufu::cli
