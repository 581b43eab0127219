// hufu bind: join the account with that of the other half, from either side; hufu unbind.
#include <memory>

#include "asking_number.h"
#include "commands/commands.h"
#include "failure.h"
#include "interrupts.h"
#include "joining.h"
#include "outcome_json.h"
#include "picture.h"
#include "qr_on_terminal.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

const std::vector<std::string> kHalves = {"wechat", "web"};

/// Again where there is another link to scan, which is each minute.
void show_code(const Context& context, const BindCode& code, bool has_picture) {
  const auto qr = native::QrCode::of(code.scan_kind == "link" ? code.url : code.qr);
  if (qr && !has_picture) show_qr(*qr);
  context.tell_event("code", to_json(code), {say("enter_code", {{"code", code.bind_code}})});
}

/// The issuer's side: show a code, wait until the other half joins, type its number.
void issue(Context& context, const std::string& half) {
  const Interrupts interrupts;  // what is shown is taken back
  native::Client& client = context.client();
  BindCode code = must(client.create_bind_code({.target = half}));
  const bool is_for_people = !context.options.json;
  const auto picture = is_for_people ? ShownPicture::show(code.picture) : nullptr;
  show_code(context, code, picture != nullptr);
  Binding binding;
  binding.binding_id = code.binding_id;
  binding.state = "issued";
  {
    const Waiting waiting(say("waiting_half"), code.expires_in_ms);
    while (binding.state == "issued" || binding.state == "pending") {
      binding = must(interrupts.call(
          client, WaitForBinding{
                      .binding_id = binding.binding_id, .since = binding.state, .url = code.url}));
      if (binding.state != "issued") continue;
      code.url = binding.url;
      code.expires_in_ms = binding.expires_in_ms;
      show_code(context, code, picture != nullptr);
    }
  }
  context.tell_event(
      "accepted", to_json(binding),
      {binding.preview ? say("wants_to_join", {{"half", described(*binding.preview)}})
                       : say("it_wants_to_join")});
  const auto read = [] { return read_line(say("ask_number")); };
  const Binding confirmed = until_right(read, [&](const std::string& number) {
    return client.confirm_binding({.binding_id = binding.binding_id, .number = number});
  });
  context.tell_event("confirmed", to_json(confirmed), {say("joined")});
}

/// The redeemer's side: enter the code, see whose account it is, join, show the number.
void redeem(Context& context, const std::string& half, bool agrees) {
  const Secret code = read_secret(say("ask_bind_code"));
  const Binding binding =
      must(context.client().redeem_bind_code({.bind_code = code, .platform = half}));
  context.tell_event("redeemed", to_json(binding),
                     {binding.preview ? say("code_of", {{"half", described(*binding.preview)}})
                                      : say("code_of_other")});
  join(context, binding, agrees);
}

}  // namespace

void add_bind(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("bind");
  struct Options {
    std::string half;
    bool by_code = false;
    bool agrees = false;
  };
  const auto options = std::make_shared<Options>();
  command->add_option("HALF", options->half)->required()->check(CLI::IsMember(kHalves));
  command->add_flag("--code", options->by_code);
  command->add_flag("--yes", options->agrees);
  line.run_for(command, [&context = line.context(), options] {
    if (options->agrees && !options->by_code)
      throw unusable(say("goes_with", {{"option", "--yes"}, {"other", "--code"}}));
    if (options->by_code) {
      redeem(context, options->half, options->agrees);
    } else {
      issue(context, options->half);
    }
  });
}

void add_unbind(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("unbind");
  const auto provider = std::make_shared<std::string>();
  command->add_option("PROVIDER", *provider)
      ->required()
      ->check(CLI::IsMember({"wechat", "web", "clerk"}));
  line.run_for(command, [&context = line.context(), provider] {
    must(context.client().unbind({.provider = *provider}));
    context.tell({{"event", "unbound"}, {"provider", *provider}},
                 {say("taken_off", {{"provider", *provider}})});
  });
}

}  // namespace hufu::cli
