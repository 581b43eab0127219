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

namespace hufu::cli {
namespace {

struct LoginWishes {
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
  if (!output) throw unusable("--picture " + file + " cannot be written");
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

Result<Nothing> show_code(const Context& context, const LoginWishes& wishes,
                          const PresentEffect& what) {
  const bool is_drawn = draw_code(what.url, wishes.picture);
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
  note(harmless((is_drawn ? "Scan this with the mini-program, or open " : "Open ") + what.url));
  note(harmless("The code is " + what.code + ", and the number that it asks for " + what.number));
  if (what.expires_in_ms > 0) note("Both are good until " + clock_after(what.expires_in_ms) + ".");
  return Nothing{};
}

Result<Nothing> show_page(const Context& context, const LoginWishes& wishes,
                          const PresentEffect& what) {
  if (context.options.json) {
    context.tell({{"event", "open_url"}, {"url", what.url}}, {});
    finish_output();
  }
  if (!wishes.no_open && native::open_in_browser(what.url)) {
    note("Your browser shows the page to sign in.");
  } else if (!context.options.json) {
    note(harmless("Open this page on this machine: " + what.url));
  }
  return Nothing{};
}

SessionInfo sign_in_by_device(Context& context, const LoginWishes& wishes) {
  native::Client& client = context.client();
  const Waiting waiting("Waiting for approval");
  return must(client.sign_in_with_device({.client_name = wishes.client_name}));
}

SessionInfo sign_in_by_browser(Context& context) {
  native::Client& client = context.client();
  const Waiting waiting("Waiting for the browser");
  return must(native::sign_in_with_browser(client));
}

SessionInfo sign_in_by_code(Context& context, const LoginWishes& wishes) {
  SignInWithWechat with;
  with.nickname = wishes.nickname;
  with.code = read_secret("Code of wx.login: ");
  if (wishes.has_user_data) {
    with.encrypted_data = read_secret("encryptedData of wx.getUserInfo: ").reveal();
    with.iv = read_secret("iv of wx.getUserInfo: ").reveal();
  }
  return must(context.client().sign_in_with_wechat(with));
}

SessionInfo sign_in_by_password(Context& context, const LoginWishes& wishes) {
  Secret password = read_secret("Password: ");
  if (wishes.sign_up) {
    const SignedUp done =
        must(context.client().sign_up({.email = wishes.email, .password = password}));
    if (done.state == SignUpState::confirmation_pending) {
      throw Failure{ExitStatus::refused, "Confirm the e-mail sent to " + done.address};
    }
    return must(context.client().session());
  }
  return must(
      context.client().sign_in_with_password({.email = wishes.email, .password = password}));
}

/// Where Clerk's tokens come from, if Clerk has the session.
void choose_session(Context& context, const LoginWishes& wishes) {
  Settings& settings = context.settings();
  settings.clerk = ClerkSource::none;
  settings.clerk_from.clear();
  if (!wishes.clerk_command.empty()) {
    settings.clerk = ClerkSource::command;
    settings.clerk_from = wishes.clerk_command;
  } else if (wishes.clerk_token == "-") {
    settings.clerk = ClerkSource::kept;
  } else if (!wishes.clerk_token.empty()) {
    settings.clerk = ClerkSource::file;
    settings.clerk_from = std::filesystem::absolute(wishes.clerk_token).string();
  }
  if (!context.options.platform.empty()) return;
  // A code of wx.login is a mini-program's, and so is the session.
  if (wishes.by_code) settings.platform = Platform::miniprogram;
  if (!wishes.by_code) settings.platform = Platform::desktop;
  if (settings.clerk != ClerkSource::none) settings.platform = Platform::web;
}

/// That a token of Clerk's works is tried.
SessionInfo borrow_session(Context& context) {
  if (context.settings().clerk == ClerkSource::kept) {
    const Secret token = read_secret("Clerk's token: ");
    must(context.store().store->save(context.clerk_key(), token));
  }
  return must(session_of(context));
}

SessionInfo sign_in(Context& context, const LoginWishes& wishes) {
  if (context.settings().clerk != ClerkSource::none) return borrow_session(context);
  if (wishes.by_code) return sign_in_by_code(context, wishes);
  if (wishes.by_browser) return sign_in_by_browser(context);
  if (wishes.anonymously) return must(context.client().sign_in_anonymously());
  if (!wishes.email.empty()) return sign_in_by_password(context, wishes);
  return sign_in_by_device(context, wishes);
}

bool is_kept(Context& context) {
  const ClerkSource clerk = context.settings().clerk;
  const bool asks_elsewhere = clerk == ClerkSource::command || clerk == ClerkSource::file;
  return asks_elsewhere || (context.store().is_lasting() && !context.close());
}

void log_in(Context& context, const LoginWishes& wishes) {
  if (wishes.sign_up && wishes.email.empty()) throw unusable("--sign-up goes with --email");
  if (wishes.has_user_data && !wishes.by_code)
    throw unusable("--encrypted-data and --iv go with --code");
  context.present = [&context, &wishes](const PresentEffect& what) {
    return what.kind == "open_url" ? show_page(context, wishes, what)
                                   : show_code(context, wishes, what);
  };
  choose_session(context, wishes);
  context.signs_in = true;
  // What is wrong with the store is told before anybody signs in, and spends a code on it.
  must(context.store().store->prepare_save(context.storage_key()));
  const SessionInfo session = sign_in(context, wishes);
  const bool kept = is_kept(context);
  nlohmann::json told = to_json(session);
  told["kept"] = kept;
  told["event"] = "signed_in";
  context.tell(told,
               {"Signed in as " + name_of(session.user) + " at " + context.settings().server});
  if (kept) {
    save_settings(context.options.profile, context.settings());
    return;
  }
  const std::optional<Error> trouble = context.close();
  const std::string reason = trouble ? trouble->detail : context.store().reason;
  throw Failure{ExitStatus::not_kept,
                "signed in, but the session could not be kept and ends with this command" +
                    (reason.empty() ? "" : ": " + reason)};
}

}  // namespace

void add_login(CommandLine& line) {
  CLI::App* command = line.add(
      line.app(), "login", "Sign in; without an option, by a code that another device approves");
  const auto wishes = std::make_shared<LoginWishes>();
  CLI::Option_group* ways = command->add_option_group("ways");
  ways->require_option(0, 1);
  ways->add_flag("--device", wishes->by_device,
                 "Show a QR code and a number, approved on a device where the person is signed in");
  ways->add_flag("--browser", wishes->by_browser, "Open the system's browser (WeChat's QR page)");
  ways->add_flag("--code", wishes->by_code, "Read a code of wx.login from standard input");
  ways->add_option("--clerk-token", wishes->clerk_token,
                   "Clerk's tokens are in this file, read for each; '-': one, from standard input, "
                   "kept until logout")
      ->type_name("FILE");
  ways->add_option("--clerk-command", wishes->clerk_command,
                   "Clerk's tokens are what this shell command prints, run for each")
      ->type_name("COMMAND");
  ways->add_option("--email", wishes->email,
                   "Sign in by this e-mail address and a password from standard input")
      ->type_name("ADDRESS");
  ways->add_flag("--anonymous", wishes->anonymously, "Sign in to a new anonymous account");
  command->add_flag("--sign-up", wishes->sign_up, "With --email: register");
  command
      ->add_option("--nickname", wishes->nickname,
                   "With --code: the name to show, of a person who is new")
      ->type_name("NAME");
  command->add_flag("--encrypted-data,--iv", wishes->has_user_data,
                    "With --code: read encryptedData and iv of wx.getUserInfo, too, a line each, "
                    "from standard input (wx_login wants them)");
  command
      ->add_option("--client-name", wishes->client_name,
                   "With --device: the name that the approving person sees")
      ->type_name("NAME")
      ->capture_default_str();
  command
      ->add_option("--picture", wishes->picture,
                   "With --device: write the QR code to this SVG file, too")
      ->type_name("FILE");
  command->add_flag("--no-open", wishes->no_open,
                    "With --browser: print the page's address and open nothing");
  line.run_for(command, [&context = line.context(), wishes] { log_in(context, *wishes); });
}

}  // namespace hufu::cli
