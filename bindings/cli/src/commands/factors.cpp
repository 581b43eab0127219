// hufu factors: a second factor beside the password, from an authenticator app.
#include <memory>
#include <optional>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "qr_on_terminal.h"
#include "second_factor.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void list_factors(Context& context) {
  const auto found = must(context.client().list_factors());
  std::vector<std::string> lines;
  for (const Factor& each : found.factors)
    lines.push_back(each.id + "  " + each.type + "  " + each.status + "  " + each.friendly_name);
  context.tell(to_json(found), lines);
}

void verify_factor(Context& context, const std::string& id) {
  nlohmann::json told = to_json(verify_second_factor(context, id));
  told["event"] = "factor_verified";
  context.tell(told, {say("factor_verified")});
}

/// The key is shown to be scanned or typed: that is all that it is for, once.
void enroll_factor(Context& context, const std::optional<std::string>& name) {
  const auto made = must(context.client().enroll_factor({.friendly_name = name}));
  const Result<native::QrCode> code = native::QrCode::of(made.uri.reveal());
  const bool is_drawn = !context.options.json && code && show_qr(*code);
  const std::string& secret = made.secret.reveal();
  context.tell_event(
      "factor_enrolled", {{"id", made.id}, {"secret", secret}, {"uri", made.uri.reveal()}},
      {say(is_drawn ? Key("scan_factor") : Key("type_factor"), {{"secret", secret}})});
  verify_factor(context, made.id);
}

}  // namespace

void add_factors(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("factors");
  command->require_subcommand(0, 1);
  line.run_for(command, [&context = line.context()] { list_factors(context); });

  CLI::App* enrolling = command->add_subcommand("enroll");
  const auto name = std::make_shared<std::optional<std::string>>();
  enrolling->add_option("--name", *name)->type_name("NAME");
  line.run_for(enrolling, [&context = line.context(), name] { enroll_factor(context, *name); });

  CLI::App* verifying = command->add_subcommand("verify");
  const auto id = std::make_shared<std::string>();
  verifying->add_option("ID", *id);
  line.run_for(verifying, [&context = line.context(), id] { verify_factor(context, *id); });

  CLI::App* removing = command->add_subcommand("remove");
  removing->add_option("ID", *id)->required();
  line.run_for(removing, [&context = line.context(), id] {
    must(context.client().remove_factor({.factor_id = *id}));
    context.tell({{"event", "factor_removed"}, {"factor_id", *id}},
                 {say("taken_off", {{"provider", *id}})});
  });
}

}  // namespace hufu::cli
