// The program hufu.
#include <signal.h>
#include <sys/resource.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>

#include "commands/commands.h"
#include "failure.h"
#include "interrupts.h"
#include "spelling.h"
#include "terminal.h"
#include "texts.h"

namespace {

using hufu::cli::CommandLine;
using hufu::cli::Context;
using hufu::cli::ExitStatus;
using hufu::cli::Failure;
using hufu::cli::say;

int tell(const Failure& failure, const Context& context) {
  const int status = static_cast<int>(failure.status);
  std::string sentence = failure.sentence;
  if (failure.status == ExitStatus::not_signed_in) {
    sentence = say("sign_in_with", {{"sentence", sentence}, {"command", context.command("login")}});
  }
  if (!context.options.json) {
    hufu::cli::warn(sentence);
    return status;
  }
  nlohmann::json error = {{"message", sentence}, {"status", status}};
  if (failure.error) {
    error["code"] = hufu::describe(failure.error->code).name;
    error["action"] = hufu::name(failure.error->action());
    if (!failure.error->server_message.empty())
      error["server_message"] = failure.error->server_message;
    if (failure.error->retry_after_ms > 0) error["retry_after_ms"] = failure.error->retry_after_ms;
  }
  const nlohmann::json object = {{"error", error}};
  hufu::cli::note(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  return status;
}

int tell_usage(CommandLine& line, const CLI::ParseError& error) {
  // Help and version are told by exceptions, too.
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    line.app().exit(error);
    hufu::cli::finish_output();
    return 0;
  }
  std::string command = "hufu";
  const CLI::App* at = &line.app();
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    command += " " + at->get_name();
  }
  const std::vector<std::string> unknown = line.app().remaining(true);
  const bool lacks_command = !hufu::cli::names_of_commands(*at).empty();
  if (unknown.empty() && lacks_command && dynamic_cast<const CLI::RequiredError*>(&error)) {
    return tell(hufu::cli::unusable(say("command_missing", {{"command", command}})),
                line.context());
  }
  if (unknown.empty()) {
    return tell(
        hufu::cli::unusable(say("usage", {{"sentence", error.what()}, {"command", command}})),
        line.context());
  }
  const std::string& word = unknown.front();
  const std::string meant = hufu::cli::did_you_mean(word, hufu::cli::names_for(*at, word));
  return tell(hufu::cli::unusable(
                  say("not_understood", {{"word", word}, {"meant", meant}, {"command", command}})),
              line.context());
}

int run(CommandLine& line, int argc, char** argv) {
  try {
    const std::function<void()> command = line.parse(argc, argv);
    command();
    hufu::cli::finish_output();
    return 0;
  } catch (const CLI::ParseError& error) {
    return tell_usage(line, error);
  }
}

/// What is in memory has tokens in it: neither a crash nor another program gets to see them.
void forbid_core_dumps() {
#if defined(PR_SET_DUMPABLE)
  prctl(PR_SET_DUMPABLE, 0);
#endif
  constexpr rlimit kNone{0, 0};
  setrlimit(RLIMIT_CORE, &kNone);
}

int run_program(int argc, char** argv) {
  // Before the command line is described, for that is in words too.
  hufu::cli::speak(hufu::cli::chosen_language(argc, argv));
  Context context;
  try {
    CommandLine line(context);
    const int status = run(line, argc, argv);
    if (const auto trouble = context.close())
      hufu::cli::warn(trouble->message(hufu::cli::spoken()));
    return status;
  } catch (const Failure& failure) {
    // What had been said before still counts.
    std::fflush(stdout);
    return tell(failure, context);
  } catch (const std::exception& error) {
    return tell(Failure{ExitStatus::failed, error.what()}, context);
  }
}

}  // namespace

int main(int argc, char** argv) {
  forbid_core_dumps();
  signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of writing, and told
  const int status = run_program(argc, argv);
  // Shells look at what a program died of: a loop that runs this one is to end, too.
  if (const int come = hufu::cli::Interrupts::signal(); come != 0 && status == 128 + come) {
    signal(come, SIG_DFL);
    raise(come);
  }
  return status;
}
