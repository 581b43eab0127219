#include "settings.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "failure.h"
#include "files/state_directory.h"
#include "texts.h"

namespace hufu::cli {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 64;
// clang-format off
// tables: begin lists
constexpr std::array kBackends = {
    BackendKind::unified,
    BackendKind::gotrue,
    BackendKind::wx_login,
    BackendKind::mini_login,
    BackendKind::authing,
};
constexpr std::array kPlatforms = {
    Platform::web,
    Platform::miniprogram,
    Platform::desktop,
    Platform::server,
};
// tables: end lists
// clang-format on
constexpr std::array kClerkSources = {"none", "command", "file", "kept"};

fs::path config_folder() {
  const char* const config = std::getenv("XDG_CONFIG_HOME");
  if (config != nullptr && *config == '/') return fs::path(config) / "hufu";
  const char* const home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return fs::path(home) / ".config/hufu";
  return {};
}

fs::path profiles_folder() {
  const fs::path folder = config_folder();
  return folder.empty() ? fs::path() : folder / "profiles";
}

/// Profiles say which command is run and which server is shown the session: like sessions they are
/// not read where others can write. Nothing where there are none.
std::optional<native::StateDirectory> find_profiles() {
  std::optional<native::StateDirectory> found;
  for (const fs::path& each : {config_folder(), profiles_folder()}) {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(each, error);  // some keep it elsewhere, by a link
    if (each.empty() || error) return {};
    Result<std::optional<native::StateDirectory>> folder =
        native::StateDirectory::find(real.string());
    if (!folder) throw unusable(folder.error().detail);
    if (!*folder) return {};
    found = std::move(*folder);
  }
  return found;
}

template <class Value, std::size_t count>
Value named(const std::array<Value, count>& values, const std::string& text, Key unknown) {
  std::string known;
  for (const Value each : values) {
    if (name(each) == text) return each;
    known.append(known.empty() ? "" : ", ").append(name(each));
  }
  throw unusable(say(unknown, {{"word", text}, {"known", known}}));
}

template <class Value, std::size_t count>
std::vector<std::string> names_of(const std::array<Value, count>& values) {
  std::vector<std::string> names;
  names.reserve(count);
  for (const Value each : values)
    names.emplace_back(name(each));
  return names;
}

json json_of(const Settings& settings) {
  return {{"server", settings.server},
          {"backend", name(settings.backend)},
          {"platform", name(settings.platform)},
          {"app_key", settings.app_key},
          {"connection", settings.connection},
          {"profile_path", settings.profile_path},
          {"sign_out_path", settings.sign_out_path},
          {"origins", settings.origins},
          {"allow_http", settings.allow_http},
          {"ca_file", settings.ca_file},
          {"store", settings.store},
          {"clerk", kClerkSources.at(static_cast<std::size_t>(settings.clerk))},
          {"clerk_from", settings.clerk_from}};
}

ClerkSource clerk_source(const std::string& text) {
  const auto* const found = std::ranges::find(kClerkSources, text);
  if (found == kClerkSources.end()) throw unusable(say("unknown_clerk_source", {{"word", text}}));
  return static_cast<ClerkSource>(found - kClerkSources.begin());
}

/// A name that is not known is an error: it is a mistake, or of a newer version.
void read_field(Settings& settings, const std::string& field, const json& value) {
  if (field == "server") {
    settings.server = value.get<std::string>();
  } else if (field == "backend") {
    settings.backend = backend_named(value.get<std::string>());
  } else if (field == "platform") {
    settings.platform = platform_named(value.get<std::string>());
  } else if (field == "app_key") {
    settings.app_key = value.get<std::string>();
  } else if (field == "connection") {
    settings.connection = value.get<std::string>();
  } else if (field == "profile_path") {
    settings.profile_path = value.get<std::string>();
  } else if (field == "sign_out_path") {
    settings.sign_out_path = value.get<std::string>();
  } else if (field == "origins") {
    settings.origins = value.get<std::vector<std::string>>();
  } else if (field == "allow_http") {
    settings.allow_http = value.get<bool>();
  } else if (field == "ca_file") {
    settings.ca_file = value.get<std::string>();
  } else if (field == "store") {
    settings.store = value.get<std::string>();
  } else if (field == "clerk") {
    settings.clerk = clerk_source(value.get<std::string>());
  } else if (field == "clerk_from") {
    settings.clerk_from = value.get<std::string>();
  } else {
    throw unusable(say("unknown_setting", {{"word", field}}));
  }
}

Settings from_json(const json& object) {
  if (!object.is_object()) throw unusable(say("no_object"));
  Settings settings;
  for (const auto& [field, value] : object.items()) {
    try {
      read_field(settings, field, value);
    } catch (const json::exception&) {
      throw unusable(say("wrong_kind", {{"word", field}}));
    }
  }
  return settings;
}

Failure not_saved(const fs::path& file, const std::string& reason) {
  return Failure{ExitStatus::not_kept,
                 say("profile_not_kept", {{"file", file.string()}, {"reason", reason}})};
}

void write_whole(const fs::path& file, const std::string& text) {
  std::string draft = file.string() + ".XXXXXX";
  const int number = ::mkstemp(draft.data());  // mode 0600
  if (number < 0) throw not_saved(file, std::strerror(errno));
  const ssize_t written = ::write(number, text.data(), text.size());
  const bool is_whole = written == static_cast<ssize_t>(text.size()) && ::fsync(number) == 0;
  const int reason = errno;
  ::close(number);
  if (is_whole && std::rename(draft.c_str(), file.c_str()) == 0) return;
  const int why = is_whole ? errno : reason;
  ::unlink(draft.c_str());
  throw not_saved(file, std::strerror(why != 0 ? why : ENOSPC));
}

}  // namespace

void check_profile_name(const std::string& name) {
  const bool is_plain = std::ranges::all_of(name, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
  });
  if (!is_plain || name.empty() || name.front() == '.' || name.size() > kLongestName) {
    throw unusable(say("profile_name"));
  }
}

Settings load_settings(const std::string& profile) {
  const std::optional<native::StateDirectory> folder = find_profiles();
  if (!folder) return {};
  const std::string name = profile + ".json";
  const Result<std::optional<Secret>> text = folder->read(name);
  if (!text) throw unusable(text.error().detail);
  if (!*text) return {};
  const std::string file = folder->path() + "/" + name;
  try {
    return from_json(json::parse((*text)->reveal(), nullptr, true));
  } catch (const json::exception&) {
    throw unusable(say("profile_no_json", {{"file", file}}));
  } catch (const Failure& failure) {
    throw unusable(file + ": " + failure.sentence);
  }
}

void save_settings(const std::string& profile, const Settings& settings) {
  const fs::path folder = profiles_folder();
  if (folder.empty()) {
    throw Failure{ExitStatus::not_kept, say("profile_no_home")};
  }
  if (!find_profiles()) {
    const Result<native::StateDirectory> made = native::StateDirectory::open(folder.string());
    if (!made) throw not_saved(folder, made.error().detail);
  }
  write_whole(folder / (profile + ".json"), json_of(settings).dump(2) + "\n");
}

std::vector<std::string> profile_names() {
  std::vector<std::string> names;
  const fs::path folder = profiles_folder();
  std::error_code error;
  if (folder.empty()) return names;
  for (const fs::directory_entry& each : fs::directory_iterator(folder, error)) {
    if (each.path().extension() == ".json") names.push_back(each.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

BackendKind backend_named(const std::string& name) {
  return named(kBackends, name, "unknown_backend");
}
Platform platform_named(const std::string& name) {
  return named(kPlatforms, name, "unknown_platform");
}
std::vector<std::string> backend_names() { return names_of(kBackends); }
std::vector<std::string> platform_names() { return names_of(kPlatforms); }

}  // namespace hufu::cli
