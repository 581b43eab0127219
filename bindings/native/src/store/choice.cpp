#include "store/choice.h"

#include <algorithm>
#include <string_view>

namespace hufu::native {
namespace {

// No key of a store leads to such a name: theirs end in `.hufu` and `.lock`.
constexpr const char* kFile = "store";
constexpr std::string_view kFirstWords = "hufu store ";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kKeyIdDigits = 16;

bool is_key_id(std::string_view text) {
  return text.size() == kKeyIdDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The text up to `end`, which is taken off `rest`; nothing if there is no `end`.
std::optional<std::string_view> take_until(std::string_view& rest, char end) {
  const auto at = rest.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = rest.substr(0, at);
  rest.remove_prefix(at + 1);
  return taken;
}

/// "keyring 0123456789abcdef\n" or "plain \n".
std::optional<StoreChoice> parse(std::string_view line) {
  const auto name = take_until(line, ' ');
  const auto key_id = take_until(line, '\n');
  if (!name || !key_id || !line.empty()) return std::nullopt;
  const std::optional<StoreKind> kind = store_kind_named(*name);
  if (!kind || *kind == StoreKind::memory) return std::nullopt;
  const bool is_sealed = *kind != StoreKind::plain;
  if (is_sealed ? !is_key_id(*key_id) : !key_id->empty()) return std::nullopt;
  return StoreChoice{*kind, std::string(*key_id)};
}

}  // namespace

Result<std::optional<StoreChoice>> read_choice(const StateDirectory& directory, bool& is_broken) {
  is_broken = false;
  const Result<std::optional<Secret>> file = directory.read(kFile);
  if (!file) return file.error();
  if (!*file) return std::optional<StoreChoice>();
  std::string_view text = (*file)->reveal();
  const bool is_ours = text.starts_with(kFirstWords);
  if (is_ours) text.remove_prefix(kFirstWords.size());
  const auto version = take_until(text, '\n');
  const bool is_number = version && !version->empty() && version->size() < 4 &&
                         version->find_first_not_of("0123456789") == std::string_view::npos;
  if (is_ours && is_number && *version != kVersion) {
    return Error{Errc::store_unavailable,
                 directory.path() + "/" + kFile + " was written by a newer version of this library",
                 0, 0};
  }
  std::optional<StoreChoice> choice;
  if (is_ours && is_number) choice = parse(text);
  is_broken = !choice;
  return choice;
}

Result<Nothing> write_choice(const StateDirectory& directory, const StoreChoice& choice) {
  std::string text(kFirstWords);
  text.append(kVersion).append("\n").append(name_of(choice.kind));
  text.append(" ").append(choice.key_id).append("\n");
  return directory.replace(kFile, Secret(text));
}

Result<std::string> set_choice_aside(const StateDirectory& directory) {
  Result<std::string> aside = directory.set_aside(kFile);
  if (!aside) return aside.error();
  return directory.path() + "/" + kFile + " was broken and has been set aside as " + *aside +
         "; the store is chosen anew";
}

}  // namespace hufu::native
