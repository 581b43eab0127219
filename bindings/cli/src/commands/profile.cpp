// hufu profile: the person's profile at the backend; hufu profiles: the names of sign-ins.
#include <memory>
#include <optional>

#include "commands/commands.h"
#include "failure.h"
#include "outcome_json.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void tell_profile(const Context& context, const Profile& profile) {
  std::vector<std::string> lines = {
      say("id_is", {{"id", profile.id}}),
      say("nickname_is", {{"name", profile.nickname}}),
      say("picture_is", {{"url", profile.avatar_url}}),
  };
  if (!profile.email.empty()) lines.push_back(say("email_is", {{"address", profile.email}}));
  for (const Identity& each : profile.identities)
    lines.push_back(say("identity_is", {{"provider", each.provider}}));
  context.tell(to_json(profile), lines);
}

void set_profile(Context& context, const UpdateProfile& wanted, const std::string& avatar) {
  if (!wanted.nickname && !wanted.avatar_url && avatar.empty()) {
    throw unusable(say("set_what"));
  }
  std::optional<Profile> profile;
  if (wanted.nickname || wanted.avatar_url) profile = must(context.client().update_profile(wanted));
  if (!avatar.empty()) profile = must(context.client().upload_avatar({.file = avatar}));
  tell_profile(context, *profile);
}

}  // namespace

void add_profile(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("profile");
  command->require_subcommand(1);

  CLI::App* show = command->add_subcommand("show");
  line.run_for(show, [&context = line.context()] {
    tell_profile(context, must(context.client().fetch_profile()));
  });

  CLI::App* set = command->add_subcommand("set");
  const auto wanted = std::make_shared<UpdateProfile>();
  const auto avatar = std::make_shared<std::string>();
  set->add_option("--nickname", wanted->nickname)->type_name("NAME");
  set->add_option("--avatar-url", wanted->avatar_url)->type_name("URL");
  set->add_option("--avatar", *avatar)->check(CLI::ExistingFile)->type_name("FILE");
  line.run_for(
      set, [&context = line.context(), wanted, avatar] { set_profile(context, *wanted, *avatar); });
}

void add_profiles(CommandLine& line) {
  CLI::App* command = line.app().add_subcommand("profiles");
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
