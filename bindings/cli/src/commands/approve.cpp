// hufu approve: let another device in, which shows a code and a number (RFC 8628).
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "terminal.h"

namespace hufu::cli {
namespace {

void approve(Context& context, const std::string& user_code, bool denies) {
  native::Client& client = context.client();
  if (denies) {
    must(client.deny_device({.user_code = user_code}));
    context.tell({{"event", "denied"}}, {"Denied."});
    return;
  }
  const DevicePreview asking = must(client.preview_device({.user_code = user_code}));
  note(harmless(asking.client_name + " on " + asking.platform + " (" + asking.location +
                ") asks to sign in as you."));
  note("Go on only if this is a device of your own.");
  const std::string number = read_line("The number that it shows: ");
  must(client.approve_device({.user_code = user_code, .number = number}));
  nlohmann::json told = to_json(asking);
  told["event"] = "approved";
  told.erase("state");
  context.tell(told, {"Approved."});
}

}  // namespace

void add_approve(CommandLine& line) {
  CLI::App* command = line.add(line.app(), "approve",
                               "Let another device sign in as you; its number is read from "
                               "standard input");
  const auto user_code = std::make_shared<std::string>();
  const auto denies = std::make_shared<bool>(false);
  command->add_option("CODE", *user_code, "The code that the device shows")->required();
  command->add_flag("--deny", *denies, "Refuse to sign it in");
  line.run_for(command, [&context = line.context(), user_code, denies] {
    approve(context, *user_code, *denies);
  });
}

}  // namespace hufu::cli
