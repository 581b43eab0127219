// hufu token: an access token for programs that send requests by other means.
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void print_token(Context& context, bool is_forced) {
  keep_off_screen(is_forced);
  const AccessToken token = must(context.client().access_token());
  if (!context.options.json) {
    print(token.token.reveal());
    return;
  }
  context.tell({{"token", token.token.reveal()}, {"expires_in_ms", token.expires_in_ms}}, {});
}

}  // namespace

void add_token(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("token");
  const auto is_forced = std::make_shared<bool>(false);
  command->add_flag("--force", *is_forced);
  line.run_for(command,
               [&context = line.context(), is_forced] { print_token(context, *is_forced); });
}

}  // namespace hufu::cli
