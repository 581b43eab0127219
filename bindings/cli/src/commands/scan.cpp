// hufu scan: what a phone does that has scanned a code, or tapped a link, of ours: look who asks,
// and agree or decline.
#include <memory>
#include <optional>

#include "asking_number.h"
#include "commands/commands.h"
#include "failure.h"
#include "joining.h"
#include "outcome_json.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

struct ScanOptions {
  bool denies = false;
  int opened_as = 0;
};

/// A scene, or a link that has it: the core finds it in either.
Launch open_scene(native::Client& client, int opened_as) {
  const Secret given = read_secret(say("ask_scene"));
  const nlohmann::json query = {{"q", given.reveal()}};
  const std::string text = query.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  Launch launch = must(client.launch({.scene = opened_as, .query = Json{text}}));
  if (launch.needs_sign_in) throw failure_of(Error{Errc::signed_out, {}, 0, 0});
  if (launch.opened.empty()) throw unusable(say("no_scene"));
  return launch;
}

void say_who_asks(const Launch& launch) {
  note(harmless(say("asks_to_sign_in", {{"client", launch.client_name},
                                        {"platform", launch.platform},
                                        {"location", launch.location}})));
  if (!launch.browser.empty()) note(harmless(say("begun_in", {{"browser", launch.browser}})));
  if (launch.sent_as == SentAs::picture) warn(say("came_as_picture"));
  if (launch.sent_as == SentAs::link) warn(say("came_as_link"));
  note(say("own_device_only"));
}

/// Nothing if the person declines: by no number, or by a no where none is asked for.
std::optional<ApprovedScan> agree(native::Client& client, const Launch& launch) {
  if (!launch.number_needed) {
    if (!ask(say("let_it_in"))) return std::nullopt;
    return must(client.approve_scan({.scan_id = launch.scan_id}));
  }
  bool declines = false;
  const auto read = [] { return read_line(say("ask_number_or_none")); };
  const auto attempt = [&](const std::string& number) -> Result<ApprovedScan> {
    declines = number.empty();
    if (declines) return ApprovedScan{};
    return client.approve_scan({.scan_id = launch.scan_id, .number = number});
  };
  ApprovedScan approved = until_right(read, attempt);
  if (declines) return std::nullopt;
  return approved;
}

void decide_sign_in(Context& context, const Launch& launch, bool denies) {
  native::Client& client = context.client();
  std::optional<ApprovedScan> approved;
  if (!denies) {
    say_who_asks(launch);
    approved = agree(client, launch);
  }
  if (!approved) {
    must(client.deny_scan({.scan_id = launch.scan_id}));
    return context.tell_event("denied", nlohmann::json::object(), {say("denied")});
  }
  const std::string& code = approved->return_code;
  context.tell_event("approved", to_json(*approved),
                     {code.empty() ? say("approved") : say("return_code", {{"code", code}})});
}

void decide_binding(Context& context, const Binding& binding, bool denies) {
  if (denies) {
    must(context.client().decline_binding({.binding_id = binding.binding_id}));
    return context.tell_event("denied", nlohmann::json::object(), {say("denied")});
  }
  note(harmless(binding.preview ? say("code_of", {{"half", described(*binding.preview)}})
                                : say("code_of_other")));
  join(context, binding, false);
}

void scan(Context& context, const ScanOptions& options) {
  const Launch launch = open_scene(context.client(), options.opened_as);
  if (context.options.json) context.tell_event("opened", to_json(launch), {});
  if (launch.binding) return decide_binding(context, *launch.binding, options.denies);
  decide_sign_in(context, launch, options.denies);
}

}  // namespace

void add_scan(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("scan");
  const auto options = std::make_shared<ScanOptions>();
  command->add_flag("--deny", options->denies);
  command->add_option("--opened-as", options->opened_as)->type_name("NUMBER");
  line.run_for(command, [&context = line.context(), options] { scan(context, *options); });
}

}  // namespace hufu::cli
