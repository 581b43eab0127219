#include <hufu/native/open_store.h>

#include <array>
#include <utility>

#include <hufu/native/file_store.h>

#include "files/state_directory.h"
#include "store/choice.h"
#include "store/chooser.h"

namespace hufu::native {
namespace {

constexpr std::array<std::pair<StoreKind, std::string_view>, 4> kNames = {{
    {StoreKind::keyring, "keyring"},
    {StoreKind::supplied_key, "supplied-key"},
    {StoreKind::plain, "plain"},
    {StoreKind::memory, "memory"},
}};

Result<OpenedStore> open_files(const StoreOptions& options) {
  Result<std::string> path = options.directory.empty() ? default_state_directory()
                                                       : Result<std::string>(options.directory);
  if (!path) return path.error();
  Result<StateDirectory> directory = StateDirectory::open(*path);
  if (!directory) return directory.error();
  Result<ChosenStore> chosen = choose_store(*directory, options);
  if (!chosen) return chosen.error();
  Result<std::shared_ptr<FileStore>> files =
      FileStore::open({*path, chosen->key, options.allow_plaintext, options.on_warning});
  if (!files) return files.error();
  return OpenedStore{*std::move(files), chosen->choice.kind, *path, chosen->key_source, {}};
}

OpenedStore in_memory(std::string reason) {
  return {std::make_shared<MemoryStore>(), StoreKind::memory, {}, {}, std::move(reason)};
}

}  // namespace

std::string_view name_of(StoreKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return {};
}

std::optional<StoreKind> store_kind_named(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

Result<OpenedStore> open_store(const StoreOptions& options) {
  if (options.kind == StoreKind::memory) return in_memory({});
  Result<OpenedStore> opened = open_files(options);
  if (opened || !options.or_memory || !opened.is(Errc::store_unavailable)) return opened;
  const std::string reason = opened.error().detail;
  if (options.on_warning) {
    options.on_warning("sessions end with this program, since no file can be kept: " + reason);
  }
  return in_memory(reason);
}

Result<std::optional<StoreKind>> remembered_store(const std::string& directory) {
  Result<std::string> path =
      directory.empty() ? default_state_directory() : Result<std::string>(directory);
  if (!path) return path.error();
  Result<std::optional<StateDirectory>> found = StateDirectory::find(*path);
  if (!found) return found.error();
  if (!*found) return std::optional<StoreKind>();
  bool is_broken = false;
  Result<std::optional<StoreChoice>> choice = read_choice(**found, is_broken);
  if (!choice) return choice.error();
  if (!*choice) return std::optional<StoreKind>();
  return std::optional<StoreKind>((*choice)->kind);
}

}  // namespace hufu::native
