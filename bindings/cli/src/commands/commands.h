// All commands. Each file adds one to the command line, with its options and what it does: from
// this one description come the help, the completions and the manual.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>

#include "context.h"

namespace hufu::cli {

/// The command line and what its commands do.
class CommandLine {
 public:
  explicit CommandLine(Context& context);

  CLI::App& app() { return app_; }
  Context& context() { return context_; }
  void run_for(const CLI::App* command, std::function<void()> run) {
    runs_[command] = std::move(run);
  }
  /// Reads the words; what is then to be run. Throws `CLI::ParseError`.
  std::function<void()> parse(int argc, const char* const* argv);

 private:
  Context& context_;
  CLI::App app_;
  std::map<const CLI::App*, std::function<void()>> runs_;
};

void add_login(CommandLine& line);
void add_status(CommandLine& line);
void add_whoami(CommandLine& line);
void add_token(CommandLine& line);
void add_request(CommandLine& line);
void add_bind(CommandLine& line);
void add_unbind(CommandLine& line);
void add_approve(CommandLine& line);
void add_scan(CommandLine& line);
void add_web_view_url(CommandLine& line);
void add_profile(CommandLine& line);
void add_account(CommandLine& line);
void add_password(CommandLine& line);
void add_resend(CommandLine& line);
void add_identities(CommandLine& line);
void add_factors(CommandLine& line);
void add_logout(CommandLine& line);
void add_profiles(CommandLine& line);
void add_server(CommandLine& line);
void add_doctor(CommandLine& line);
void add_completions(CommandLine& line);
void add_manual(CommandLine& line);
void add_help(CommandLine& line);
/// What the program says to somebody who gives it no word at all.
void show_overview();

}  // namespace hufu::cli
