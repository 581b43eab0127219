// hufu password: a new one, also for somebody who has forgotten theirs.
#include <unistd.h>

#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "one_time_code.h"
#include "signed_in.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

/// Twice at a terminal, where nobody sees what they type.
Secret read_new_password() {
  Secret password = read_secret(say("ask_new_password"));
  if (!is_terminal(STDIN_FILENO)) return password;
  if (read_secret(say("ask_again")) != password) throw unusable(say("passwords_differ"));
  return password;
}

/// A server that wants to know again who it is sends a code, which goes with the second try.
void change_password(Context& context, bool tells_current) {
  native::Client& client = context.client();
  UpdateAccount with;
  if (tells_current) with.current_password = read_secret(say("ask_password"));
  with.password = read_new_password();
  Result<Account> done = client.update_account(with);
  if (done.is(Errc::nonce_required)) {
    must(client.reauthenticate());
    note(say("code_sent_to_account"));
    with.nonce = read_secret(say("ask_nonce"));
    done = client.update_account(with);
  }
  must(done);
  context.tell({{"event", "password_set"}}, {say("password_set")});
}

void recover_password(Context& context, const std::string& email) {
  prepare_sign_in(context);
  must(context.client().recover_password({.email = email}));
  note(harmless(say("code_sent", {{"address", email}})));
  redeem_message(context, {.email = email}, "recovery");
  change_password(context, false);
  tell_signed_in(context, must(context.client().session()));
}

}  // namespace

void add_password(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("password");
  command->require_subcommand(1);

  CLI::App* set = command->add_subcommand("set");
  const auto tells_current = std::make_shared<bool>(false);
  set->add_flag("--current", *tells_current);
  line.run_for(set, [&context = line.context(), tells_current] {
    change_password(context, *tells_current);
  });

  CLI::App* forgot = command->add_subcommand("forgot");
  const auto email = std::make_shared<std::string>();
  forgot->add_option("--email", *email)->required()->type_name("ADDRESS");
  line.run_for(forgot, [&context = line.context(), email] { recover_password(context, *email); });
}

}  // namespace hufu::cli
