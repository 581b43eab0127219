// hufu resend: what was sent and has not come, once more.
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "one_time_code.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

struct Options {
  std::string email;
  std::string phone;
  bool is_change = false;
};

/// Of a change the server wants the present address: that is how it finds the person.
void resend(Context& context, const Options& options) {
  const Address to = Address::of(options.email, options.phone);
  const std::string for_change = to.email ? "email_change" : "phone_change";
  const std::string for_sign_up = to.email ? "signup" : "sms";
  must(context.client().resend({.type = options.is_change ? for_change : for_sign_up,
                                .email = to.email,
                                .phone = to.phone}));
  context.tell({{"event", "sent"}, {"to", to.text()}}, {});
  note(harmless(say("code_sent", {{"address", to.text()}})));
  if (options.is_change) return;  // the new address, to be confirmed, is not known here
  const std::string words =
      std::string("login --otp --sent") + (to.email ? " --email " : " --phone ") + to.text();
  note(
      harmless(say("confirm_with", {{"address", to.text()}, {"command", context.command(words)}})));
}

}  // namespace

void add_resend(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("resend");
  const auto options = std::make_shared<Options>();
  CLI::Option_group* addresses = command->add_option_group("addresses");
  addresses->require_option(1);
  addresses->add_option("--email", options->email)->type_name("ADDRESS");
  addresses->add_option("--phone", options->phone)->type_name("NUMBER");
  command->add_flag("--change", options->is_change);
  line.run_for(command, [&context = line.context(), options] { resend(context, *options); });
}

}  // namespace hufu::cli
