// hufu account: what the server says of the person, and changes of it.
#include <memory>
#include <optional>

#include "commands/commands.h"
#include "failure.h"
#include "one_time_code.h"
#include "outcome_json.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void tell_account(const Context& context, const Account& account) {
  std::vector<std::string> lines = {say("id_is", {{"id", account.id}})};
  const auto add = [&lines](Key key, std::string_view name, const std::string& value) {
    if (!value.empty()) lines.push_back(say(key, {{name, value}}));
  };
  add("email_is", "address", account.email);
  add("new_address_is", "address", account.new_email);
  add("phone_is", "number", account.phone);
  add("new_address_is", "address", account.new_phone);
  for (const LinkedIdentity& each : account.identities)
    lines.push_back(say("identity_is", {{"provider", each.provider}}));
  for (const Factor& each : account.factors)
    lines.push_back(say("factor_is", {{"type", each.type}, {"status", each.status}}));
  context.tell(to_json(account), lines);
}

/// What is not given stays as it is.
struct Wanted {
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> data;
};

Json object_of(const std::string& text) {
  if (!nlohmann::json::parse(text, nullptr, false).is_object())
    throw unusable(say("takes_object", {{"option", "--data"}}));
  return Json{text};
}

void change_account(Context& context, const Wanted& wanted) {
  if (!wanted.email && !wanted.phone && !wanted.data) throw unusable(say("set_what_account"));
  UpdateAccount with{.email = wanted.email, .phone = wanted.phone};
  if (wanted.data) with.data = object_of(*wanted.data);
  const Account account = must(context.client().update_account(with));
  tell_account(context, account);
  const auto tell_next = [&context](const std::string& address, const char* option) {
    if (address.empty()) return;
    const std::string words = "account confirm " + (option + (" " + address));
    note(
        harmless(say("confirm_with", {{"address", address}, {"command", context.command(words)}})));
  };
  tell_next(account.new_email, "--email");
  tell_next(account.new_phone, "--phone");
}

void confirm_address(Context& context, const Address& address) {
  const SignedUp done =
      redeem_message(context, address, address.email ? "email_change" : "phone_change");
  nlohmann::json told = to_json(done);
  told["event"] = "address_confirmed";
  const bool is_over = done.state == SignUpState::signed_in;
  context.tell(told, {say(is_over ? Key("address_confirmed") : Key("other_address_too"),
                          {{"address", address.text()}})});
}

}  // namespace

void add_account(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("account");
  command->require_subcommand(0, 1);
  line.run_for(command, [&context = line.context()] {
    tell_account(context, must(context.client().fetch_account()));
  });

  CLI::App* set = command->add_subcommand("set");
  const auto wanted = std::make_shared<Wanted>();
  set->add_option("--email", wanted->email)->type_name("ADDRESS");
  set->add_option("--phone", wanted->phone)->type_name("NUMBER");
  set->add_option("--data", wanted->data)->type_name("JSON");
  line.run_for(set, [&context = line.context(), wanted] { change_account(context, *wanted); });

  CLI::App* confirmation = command->add_subcommand("confirm");
  struct Given {
    std::string email;
    std::string phone;
  };
  const auto given = std::make_shared<Given>();
  CLI::Option_group* addresses = confirmation->add_option_group("addresses");
  addresses->require_option(1);
  addresses->add_option("--email", given->email)->type_name("ADDRESS");
  addresses->add_option("--phone", given->phone)->type_name("NUMBER");
  line.run_for(confirmation, [&context = line.context(), given] {
    confirm_address(context, Address::of(given->email, given->phone));
  });
}

}  // namespace hufu::cli
