#include <hufu/core.h>

#include "commands/commands.h"
#include "session_store.h"

namespace hufu::cli {
namespace {

constexpr const char* kPurpose =
    "Sign in to a backend from the command line, send it signed requests, join two accounts";

void add_global_options(CLI::App& app, GlobalOptions& options) {
  app.add_option("--profile", options.profile, "Which remembered sign-in to use")
      ->envname("HUFU_PROFILE")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_flag("--json", options.json, "Answer with JSON, one object on a line");
  app.add_option("--server", options.server, "The backend's address; login remembers it")
      ->envname("HUFU_SERVER")
      ->type_name("URL");
  app.add_option("--backend", options.backend, "The kind of backend; login remembers it")
      ->check(CLI::IsMember(backend_names()))
      ->type_name("KIND");
  app.add_option("--platform", options.platform, "Sent as X-Platform; login remembers it")
      ->check(CLI::IsMember(platform_names()))
      ->type_name("NAME");
  app.add_option("--app-key", options.app_key,
                 "What the backend knows the application by (Supabase's anon key, Authing's app)")
      ->type_name("KEY");
  app.add_option("--connection", options.connection, "Authing's identity source")
      ->type_name("NAME");
  app.add_option("--profile-path", options.profile_path,
                 "Where a server of wx_login or mini_login has the person's profile")
      ->type_name("PATH");
  app.add_option("--sign-out-path", options.sign_out_path, "Where it has the sign-out")
      ->type_name("PATH");
  app.add_option("--origin", options.origins,
                 "A further origin that may receive the token; repeatable")
      ->type_name("URL")
      ->allow_extra_args(false);
  app.add_flag("--allow-http", options.allow_http,
               "Speak http to other machines, where tokens can be read on the way");
  app.add_option("--ca-file", options.ca_file,
                 "A PEM file of authorities to trust in place of the system's")
      ->type_name("FILE");
  app.add_option("--store", options.store,
                 "Where to keep the session; by default the safest store there is")
      ->check(CLI::IsMember(store_names()))
      ->type_name("KIND");
}

}  // namespace

CommandLine::CommandLine(Context& context) : context_(context), app_(kPurpose, "hufu") {
  app_.set_version_flag("--version", "hufu " + std::string(version()), "Print the version");
  app_.set_help_flag("-h,--help", "Print this help");
  app_.require_subcommand(1);
  app_.fallthrough();
  add_global_options(app_, context.options);
  for (auto* add : {add_login, add_status, add_whoami, add_token, add_request, add_bind, add_unbind,
                    add_approve, add_profile, add_logout, add_profiles, add_server, add_doctor,
                    add_completions, add_manual, add_help}) {
    add(*this);
  }
}

CLI::App* CommandLine::add(CLI::App& parent, const std::string& name, const std::string& purpose) {
  return parent.add_subcommand(name, purpose);
}

std::function<void()> CommandLine::parse(int argc, const char* const* argv) {
  app_.parse(argc, argv);
  const CLI::App* chosen = &app_;
  while (!chosen->get_subcommands().empty())
    chosen = chosen->get_subcommands().front();
  return runs_.at(chosen);
}

}  // namespace hufu::cli
