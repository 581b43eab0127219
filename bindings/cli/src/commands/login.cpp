// hufu login: every way in.
#include <unistd.h>

#include <hufu/native/browser.h>
#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>

#include <memory>
#include <optional>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "qr_on_terminal.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

struct LoginOptions {
  bool by_device = false;
  bool by_browser = false;
  bool by_code = false;
  bool has_user_data = false;
  bool anonymously = false;
  bool sign_up = false;
  bool no_open = false;
  std::string email;
  std::string clerk_token;
  std::string clerk_command;
  std::string client_name = "hufu";
  std::optional<std::string> nickname;
  std::string picture;
};

void write_picture(const native::QrCode& code, const std::string& file) {
  std::ofstream output(file, std::ios::binary | std::ios::trunc);
  output << code.svg();
  output.close();
  if (!output) throw unusable(say("cannot_be_written", {{"file", "--picture " + file}}));
}

/// Whether the code can be scanned off the terminal.
bool draw_code(const std::string& text, const std::string& picture) {
  const Result<native::QrCode> code = native::QrCode::of(text);
  if (!code) return false;  // the text itself is shown in any case
  if (!picture.empty()) write_picture(*code, picture);
  return show_qr(*code);
}

/// What a clock on the wall shows then.
std::string clock_after(Millis wait_ms) {
  const std::time_t then = std::time(nullptr) + static_cast<std::time_t>(wait_ms / 1000);
  std::tm local{};
  ::localtime_r(&then, &local);
  std::array<char, sizeof "00:00"> text{};
  std::strftime(text.data(), text.size(), "%H:%M", &local);
  return text.data();
}

Result<Nothing> show_code(const Context& context, const LoginOptions& options,
                          const PresentEffect& what) {
  const bool is_drawn = draw_code(what.url, options.picture);
  if (context.options.json) {
    context.tell({{"event", "show_code"},
                  {"url", what.url},
                  {"code", what.code},
                  {"number", what.number},
                  {"expires_in_ms", what.expires_in_ms}},
                 {});
    finish_output();
    return Nothing{};
  }
  note(harmless(say(is_drawn ? Key("scan_or_open") : Key("open_page"), {{"url", what.url}})));
  note(harmless(say("code_and_number", {{"code", what.code}, {"number", what.number}})));
  if (what.expires_in_ms > 0) note(say("good_until", {{"time", clock_after(what.expires_in_ms)}}));
  Waiting::ends_in(what.expires_in_ms);
  return Nothing{};
}

Result<Nothing> show_page(const Context& context, const LoginOptions& options,
                          const PresentEffect& what) {
  if (context.options.json) {
    context.tell({{"event", "open_url"}, {"url", what.url}}, {});
    finish_output();
  }
  if (!options.no_open && native::open_in_browser(what.url)) {
    note(say("browser_shows"));
  } else if (!context.options.json) {
    note(harmless(say("open_here", {{"url", what.url}})));
  }
  return Nothing{};
}

SessionInfo sign_in_by_device(Context& context, const LoginOptions& options) {
  native::Client& client = context.client();
  const Waiting waiting(say("waiting_approval"));
  return must(client.sign_in_with_device({.client_name = options.client_name}));
}

SessionInfo sign_in_by_browser(Context& context) {
  native::Client& client = context.client();
  const Waiting waiting(say("waiting_browser"));
  return must(native::sign_in_with_browser(client));
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

SessionInfo sign_in_by_password(Context& context, const LoginOptions& options) {
  Secret password = read_secret(say("ask_password"));
  if (options.sign_up) {
    const SignedUp done =
        must(context.client().sign_up({.email = options.email, .password = password}));
    if (done.state == SignUpState::confirmation_pending) {
      throw Failure{ExitStatus::refused, say("confirm_email", {{"address", done.address}})};
    }
    return must(context.client().session());
  }
  return must(
      context.client().sign_in_with_password({.email = options.email, .password = password}));
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

SessionInfo sign_in(Context& context, const LoginOptions& options) {
  if (context.settings().clerk != ClerkSource::none) return borrow_session(context);
  if (options.by_code) return sign_in_by_code(context, options);
  if (options.by_browser) return sign_in_by_browser(context);
  if (options.anonymously) return must(context.client().sign_in_anonymously());
  if (!options.email.empty()) return sign_in_by_password(context, options);
  return sign_in_by_device(context, options);
}

bool is_kept(Context& context) {
  const ClerkSource clerk = context.settings().clerk;
  const bool asks_elsewhere = clerk == ClerkSource::command || clerk == ClerkSource::file;
  return asks_elsewhere || (context.store().is_lasting() && !context.close());
}

void log_in(Context& context, const LoginOptions& options) {
  if (options.sign_up && options.email.empty())
    throw unusable(say("goes_with", {{"option", "--sign-up"}, {"other", "--email"}}));
  if (options.has_user_data && !options.by_code) throw unusable(say("encrypted_goes_with_code"));
  context.present = [&context, &options](const PresentEffect& what) {
    return what.show == "open_url" ? show_page(context, options, what)
                                   : show_code(context, options, what);
  };
  choose_session(context, options);
  context.signs_in = true;
  // What is wrong with the store is told before anybody signs in, and spends a code on it.
  must(context.store().store->prepare_save(context.storage_key()));
  const SessionInfo session = sign_in(context, options);
  const bool kept = is_kept(context);
  nlohmann::json told = to_json(session);
  told["kept"] = kept;
  told["event"] = "signed_in";
  context.tell(
      told,
      {say("signed_in", {{"name", name_of(session.user)}, {"server", context.settings().server}})});
  if (kept) {
    save_settings(context.options.profile, context.settings());
    return;
  }
  const std::optional<Error> trouble = context.close();
  const std::string reason = trouble ? trouble->detail : context.store().reason;
  throw Failure{ExitStatus::not_kept,
                reason.empty() ? say("not_kept") : say("not_kept_because", {{"reason", reason}})};
}

}  // namespace

void add_login(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("login");
  const auto options = std::make_shared<LoginOptions>();
  CLI::Option_group* ways = command->add_option_group("ways");
  ways->require_option(0, 1);
  ways->add_flag("--device", options->by_device);
  ways->add_flag("--browser", options->by_browser);
  ways->add_flag("--code", options->by_code);
  ways->add_option("--clerk-token", options->clerk_token)->type_name("FILE");
  ways->add_option("--clerk-command", options->clerk_command)->type_name("COMMAND");
  ways->add_option("--email", options->email)->type_name("ADDRESS");
  ways->add_flag("--anonymous", options->anonymously);
  command->add_flag("--sign-up", options->sign_up);
  command->add_option("--nickname", options->nickname)->type_name("NAME");
  command->add_flag("--encrypted-data,--iv", options->has_user_data);
  command->add_option("--client-name", options->client_name)
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option("--picture", options->picture)->type_name("FILE");
  command->add_flag("--no-open", options->no_open);
  line.run_for(command, [&context = line.context(), options] { log_in(context, *options); });
}

}  // namespace hufu::cli
