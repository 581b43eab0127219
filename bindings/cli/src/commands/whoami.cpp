// hufu whoami: the person, as the server or as the session knows them.
#include <memory>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void tell_cached(Context& context) {
  const User user = must(context.client().user());
  context.tell(to_json(user), {name_of(user)});
}

void tell_profile(Context& context) {
  const Profile profile = must(context.client().fetch_profile());
  std::vector<std::string> lines = {name_of(User{profile.id, profile.nickname, {}})};
  for (const Identity& each : profile.identities)
    lines.push_back(say("signs_in_by", {{"provider", each.provider}}));
  context.tell(to_json(profile), lines);
}

}  // namespace

void add_whoami(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("whoami");
  const auto cached = std::make_shared<bool>(false);
  command->add_flag("--cached", *cached);
  line.run_for(command, [&context = line.context(), cached] {
    if (*cached) {
      tell_cached(context);
    } else {
      tell_profile(context);
    }
  });
}

}  // namespace hufu::cli
