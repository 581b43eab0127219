// hufu profile: the person's profile at the backend; hufu profiles: the names of sign-ins.
#include <memory>
#include <optional>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"

namespace hufu::cli {
namespace {

void tell_profile(const Context& context, const Profile& profile) {
  std::vector<std::string> lines = {
      "id        " + profile.id,
      "nickname  " + profile.nickname,
      "picture   " + profile.avatar_url,
  };
  if (!profile.email.empty()) lines.push_back("e-mail    " + profile.email);
  for (const Identity& each : profile.identities)
    lines.push_back("identity  " + each.provider);
  context.tell(to_json(profile), lines);
}

void set_profile(Context& context, const UpdateProfile& wanted, const std::string& avatar) {
  if (!wanted.nickname && !wanted.avatar_url && avatar.empty()) {
    throw unusable("say what to set: --nickname, --avatar-url or --avatar");
  }
  std::optional<Profile> profile;
  if (wanted.nickname || wanted.avatar_url) profile = must(context.client().update_profile(wanted));
  if (!avatar.empty()) profile = must(context.client().upload_avatar({.file = avatar}));
  tell_profile(context, *profile);
}

}  // namespace

void add_profile(CommandLine& line) {
  CLI::App* command =
      line.add(line.app(), "profile", "The person's profile at the backend (see also --profile)");
  command->require_subcommand(1);

  CLI::App* show = line.add(*command, "show", "Show it");
  line.run_for(show, [&context = line.context()] {
    tell_profile(context, must(context.client().fetch_profile()));
  });

  CLI::App* set = line.add(*command, "set", "Change it; what is not given stays as it is");
  const auto wanted = std::make_shared<UpdateProfile>();
  const auto avatar = std::make_shared<std::string>();
  set->add_option("--nickname", wanted->nickname, "The name to show")->type_name("NAME");
  set->add_option("--avatar-url", wanted->avatar_url, "The address of a picture")->type_name("URL");
  set->add_option("--avatar", *avatar, "A picture to upload")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  line.run_for(
      set, [&context = line.context(), wanted, avatar] { set_profile(context, *wanted, *avatar); });
}

void add_profiles(CommandLine& line) {
  CLI::App* command = line.add(line.app(), "profiles", "List the profiles that --profile can name");
  line.run_for(command, [&context = line.context()] {
    std::vector<std::string> lines;
    nlohmann::json list = nlohmann::json::array();
    for (const std::string& each : profile_names()) {
      const Settings settings = load_settings(each);
      lines.push_back(each + "  " + settings.server + " (" + std::string(name(settings.backend)) +
                      ")");
      list.push_back(
          {{"profile", each}, {"server", settings.server}, {"backend", name(settings.backend)}});
    }
    context.tell({{"profiles", list}}, lines);
  });
}

}  // namespace hufu::cli
