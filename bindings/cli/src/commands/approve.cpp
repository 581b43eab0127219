// hufu approve: let another device in, which shows a code and a number (RFC 8628).
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void approve(Context& context, const std::string& user_code, bool denies) {
  native::Client& client = context.client();
  if (denies) {
    must(client.deny_device({.user_code = user_code}));
    context.tell({{"event", "denied"}}, {say("denied")});
    return;
  }
  const DevicePreview asking = must(client.preview_device({.user_code = user_code}));
  note(harmless(say("asks_to_sign_in", {{"client", asking.client_name},
                                        {"platform", asking.platform},
                                        {"location", asking.location}})));
  note(say("own_device_only"));
  const std::string number = read_line(say("ask_number"));
  must(client.approve_device({.user_code = user_code, .number = number}));
  nlohmann::json told = to_json(asking);
  told["event"] = "approved";
  told.erase("state");
  context.tell(told, {say("approved")});
}

}  // namespace

void add_approve(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("approve");
  const auto user_code = std::make_shared<std::string>();
  const auto denies = std::make_shared<bool>(false);
  command->add_option("CODE", *user_code)->required();
  command->add_flag("--deny", *denies);
  line.run_for(command, [&context = line.context(), user_code, denies] {
    approve(context, *user_code, *denies);
  });
}

}  // namespace hufu::cli
