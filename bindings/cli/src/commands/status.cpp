// hufu status: the state of the session, its server and its store. Asks a server only where
// Clerk has the session.
#include <cmath>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "texts.h"

namespace hufu::cli {
namespace {

std::string readable_time(Millis ms) {
  const long seconds = std::lround(ms / 1000);
  if (seconds <= 0) return say("token_ended");
  if (seconds < 120) return say("seconds", {{"count", std::to_string(seconds)}});
  return say("minutes", {{"count", std::to_string(seconds / 60)}});
}

std::string described(const SessionStore& store) {
  if (!store.is_lasting()) return say("in_memory");
  std::string text = store.directory + " (" + std::string(native::name_of(store.kind));
  if (!store.key_source.empty()) text += ": " + store.key_source;
  return text + ")";
}

void show_status(Context& context) {
  const Settings& settings = context.settings();
  const Result<SessionInfo> found = session_of(context);
  const bool is_over = !found && found.error().action() == Action::sign_in_again;
  const SessionInfo session = is_over ? must(context.client().session()) : must(found);
  nlohmann::json told = to_json(session);
  told["profile"] = context.options.profile;
  told["server"] = settings.server;
  told["backend"] = name(settings.backend);
  told["store"] = native::name_of(context.store().kind);
  told["key_source"] = context.store().key_source;
  told["directory"] = context.store().directory;
  std::vector<std::string> lines = {
      say("profile_is", {{"name", context.options.profile}}),
      say("server_is", {{"server", settings.server}, {"backend", name(settings.backend)}}),
      say("state_is", {{"state", name(session.state)}}),
      say("kept_in", {{"place", described(context.store())}}),
  };
  if (session.ended) {
    const std::string why = context.command("doctor --why");
    lines.push_back(say("ended_is", {{"time", moment(session.ended->at_ms)}, {"command", why}}));
  }
  if (session.user) lines.push_back(say("person_is", {{"name", name_of(session.user)}}));
  if (session.expires_in_ms != 0)
    lines.push_back(say("token_lasts", {{"time", readable_time(session.expires_in_ms)}}));
  context.tell(told, lines);
  if (session.state != SessionState::signed_in) {
    throw Failure{ExitStatus::not_signed_in,
                  is_over ? found.error().message(spoken())
                          : Error{Errc::signed_out, "", 0, 0}.message(spoken())};
  }
}

}  // namespace

void add_status(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("status");
  line.run_for(command, [&context = line.context()] { show_status(context); });
}

}  // namespace hufu::cli
