// hufu identities: the ways in which somebody signs in to their account.
#include <hufu/native/browser.h>

#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "showing.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void list_identities(Context& context) {
  const auto found = must(context.client().list_identities());
  std::vector<std::string> lines;
  for (const LinkedIdentity& each : found.identities)
    lines.push_back(each.identity_id + "  " + each.provider + "  " + each.email);
  context.tell(to_json(found), lines);
}

void link_provider(Context& context, const std::string& provider, const Showing& how) {
  context.present = showing(context, how);
  native::Client& client = context.client();
  {
    const Waiting waiting(say("waiting_browser"));
    must(native::sign_in_with_browser(client, {.provider = provider, .links = true}));
  }
  context.tell({{"event", "linked"}, {"provider", provider}},
               {say("identity_linked", {{"provider", provider}})});
}

}  // namespace

void add_identities(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("identities");
  command->require_subcommand(0, 1);
  line.run_for(command, [&context = line.context()] { list_identities(context); });

  CLI::App* linking = command->add_subcommand("link");
  const auto provider = std::make_shared<std::string>();
  const auto how = std::make_shared<Showing>();
  linking->add_option("PROVIDER", *provider)->required();
  linking->add_flag("--no-open", how->no_open);
  line.run_for(linking, [&context = line.context(), provider, how] {
    link_provider(context, *provider, *how);
  });

  CLI::App* unlinking = command->add_subcommand("unlink");
  const auto id = std::make_shared<std::string>();
  unlinking->add_option("ID", *id)->required();
  line.run_for(unlinking, [&context = line.context(), id] {
    must(context.client().unlink_identity({.identity_id = *id}));
    context.tell({{"event", "unlinked"}, {"identity_id", *id}},
                 {say("taken_off", {{"provider", *id}})});
  });
}

}  // namespace hufu::cli
