// hufu login: every way in.
#include <hufu/native/browser.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "commands/commands.h"
#include "failure.h"
#include "one_time_code.h"
#include "second_factor.h"
#include "showing.h"
#include "signed_in.h"
#include "terminal.h"
#include "texts.h"
#include "waiting_sign_in.h"

namespace hufu::cli {
namespace {

struct LoginOptions {
  bool by_device = false;
  bool by_mini_program = false;
  bool by_browser = false;
  bool by_code = false;
  bool has_user_data = false;
  bool anonymously = false;
  bool by_tokens = false;
  bool sign_up = false;
  bool by_message = false;
  bool is_sent = false;
  std::string email;
  std::string phone;
  std::string provider;
  std::string id_token_of;
  std::string clerk_token;
  std::string clerk_command;
  std::string client_name = "hufu";
  std::optional<std::string> nickname;
  Showing showing;
};

SessionInfo sign_in_by_browser(Context& context, const LoginOptions& options) {
  native::Client& client = context.client();
  native::BrowserSignIn how;
  if (!options.provider.empty()) how.provider = options.provider;
  const Waiting waiting(say("waiting_browser"));
  return must(native::sign_in_with_browser(client, how));
}

SessionInfo sign_in_by_code(Context& context, const LoginOptions& options) {
  SignInWithWechat with;
  with.nickname = options.nickname;
  with.code = read_secret(say("ask_code"));
  if (options.has_user_data) {
    with.encrypted_data = read_secret(say("ask_encrypted_data")).reveal();
    with.iv = read_secret(say("ask_iv")).reveal();
  }
  return must(context.client().sign_in_with_wechat(with));
}

/// A sign-up ends with a session, or with a message that was sent: somebody at a terminal types its
/// code at once.
SessionInfo confirmed(Context& context, const SignedUp& done, const Address& address) {
  if (done.state == SignUpState::signed_in) return must(context.client().session());
  const std::string sent =
      say(address.email ? Key("confirm_email") : Key("code_sent"), {{"address", address.text()}});
  if (!is_terminal(STDIN_FILENO)) throw Failure{ExitStatus::refused, sent};
  note(harmless(sent));
  redeem_message(context, address);
  return must(context.client().session());
}

SessionInfo sign_in_by_password(Context& context, const LoginOptions& options) {
  const Address to = Address::of(options.email, options.phone);
  const Secret password = read_secret(say("ask_password"));
  native::Client& client = context.client();
  if (options.sign_up) {
    const SignUp with{.email = to.email, .phone = to.phone, .password = password};
    return confirmed(context, must(client.sign_up(with)), to);
  }
  return must(
      client.sign_in_with_password({.email = to.email, .phone = to.phone, .password = password}));
}

SessionInfo sign_in_by_message(Context& context, const LoginOptions& options) {
  const Address to = Address::of(options.email, options.phone);
  if (!options.is_sent) {
    must(context.client().send_otp(
        {.email = to.email, .phone = to.phone, .create_user = options.sign_up}));
    note(harmless(say("code_sent", {{"address", to.text()}})));
  }
  redeem_message(context, to);
  return must(context.client().session());
}

SessionInfo sign_in_by_id_token(Context& context, const LoginOptions& options) {
  return must(context.client().sign_in_with_id_token(
      {.provider = options.id_token_of, .id_token = read_secret(say("ask_id_token"))}));
}

SessionInfo adopt_tokens(Context& context) {
  Secret access = read_secret(say("ask_access_token"));
  Secret refresh = read_secret(say("ask_refresh_token"));
  return must(context.client().adopt_session(
      {.access_token = std::move(access), .refresh_token = std::move(refresh)}));
}

/// Where Clerk's tokens come from, if Clerk has the session.
void choose_session(Context& context, const LoginOptions& options) {
  Settings& settings = context.settings();
  settings.clerk = ClerkSource::none;
  settings.clerk_from.clear();
  if (!options.clerk_command.empty()) {
    settings.clerk = ClerkSource::command;
    settings.clerk_from = options.clerk_command;
  } else if (options.clerk_token == "-") {
    settings.clerk = ClerkSource::kept;
  } else if (!options.clerk_token.empty()) {
    settings.clerk = ClerkSource::file;
    settings.clerk_from = std::filesystem::absolute(options.clerk_token).string();
  }
  if (!context.options.platform.empty()) return;
  // A code of wx.login is a mini-program's, and so is the session.
  if (options.by_code) settings.platform = Platform::miniprogram;
  if (!options.by_code) settings.platform = Platform::desktop;
  if (settings.clerk != ClerkSource::none) settings.platform = Platform::web;
}

/// That a token of Clerk's works is tried.
SessionInfo borrow_session(Context& context) {
  if (context.settings().clerk == ClerkSource::kept) {
    const Secret token = read_secret(say("ask_clerk_token"));
    must(context.store().store->save(context.clerk_key(), token));
  }
  return must(session_of(context));
}

bool names_an_address(const LoginOptions& options) {
  return !options.email.empty() || !options.phone.empty();
}

SessionInfo sign_in(Context& context, const LoginOptions& options) {
  if (context.settings().clerk != ClerkSource::none) return borrow_session(context);
  if (options.by_code) return sign_in_by_code(context, options);
  if (options.by_browser || !options.provider.empty()) return sign_in_by_browser(context, options);
  if (options.anonymously) return must(context.client().sign_in_anonymously());
  if (options.by_message) return sign_in_by_message(context, options);
  if (names_an_address(options)) return sign_in_by_password(context, options);
  if (!options.id_token_of.empty()) return sign_in_by_id_token(context, options);
  if (options.by_tokens) return adopt_tokens(context);
  if (options.by_mini_program) return sign_in_by_mini_program(context, options.client_name);
  SignInByScan with{.client_name = options.client_name};
  if (options.by_device) with.picture = "";  // it would be shown to nobody
  return sign_in_by_scan(context, with);
}

void check_together(const LoginOptions& options) {
  const auto needs = [](bool is_met, const char* option, const char* other) {
    if (!is_met) throw unusable(say("goes_with", {{"option", option}, {"other", other}}));
  };
  const bool has_address = names_an_address(options);
  needs(!options.sign_up || has_address, "--sign-up", "--email, --phone");
  needs(!options.by_message || has_address, "--otp", "--email, --phone");
  needs(!options.is_sent || options.by_message, "--sent", "--otp");
  if (options.has_user_data && !options.by_code) throw unusable(say("encrypted_goes_with_code"));
}

void log_in(Context& context, const LoginOptions& options) {
  check_together(options);
  Showing how = options.showing;
  how.in_text_only = options.by_device;
  context.present = showing(context, how);
  choose_session(context, options);
  prepare_sign_in(context);
  const SessionInfo session = sign_in(context, options);
  tell_signed_in(context, session);
  if (lacks_second_factor(session))
    note(say("second_factor_next", {{"command", context.command("factors verify")}}));
}

}  // namespace

void add_login(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("login");
  const auto options = std::make_shared<LoginOptions>();
  CLI::Option_group* ways = command->add_option_group("ways");
  ways->require_option(0, 1);
  ways->add_flag("--device", options->by_device);
  ways->add_flag("--open-mini-program", options->by_mini_program);
  ways->add_flag("--browser", options->by_browser);
  ways->add_flag("--code", options->by_code);
  ways->add_option("--clerk-token", options->clerk_token)->type_name("FILE");
  ways->add_option("--clerk-command", options->clerk_command)->type_name("COMMAND");
  ways->add_option("--email", options->email)->type_name("ADDRESS");
  ways->add_option("--phone", options->phone)->type_name("NUMBER");
  ways->add_option("--provider", options->provider)->type_name("NAME");
  ways->add_option("--id-token", options->id_token_of)->type_name("PROVIDER");
  ways->add_flag("--tokens", options->by_tokens);
  ways->add_flag("--anonymous", options->anonymously);
  command->add_flag("--otp", options->by_message);
  command->add_flag("--sent", options->is_sent);
  command->add_flag("--sign-up", options->sign_up);
  command->add_option("--nickname", options->nickname)->type_name("NAME");
  command->add_flag("--encrypted-data,--iv", options->has_user_data);
  command->add_option("--client-name", options->client_name)
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--picture", options->showing.picture)->type_name("FILE");
  command->add_flag("--no-open", options->showing.no_open);
  line.run_for(command, [&context = line.context(), options] { log_in(context, *options); });
}

}  // namespace hufu::cli
