#include "clerk_token.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

namespace hufu::cli {
namespace {

constexpr std::size_t kMostTokenBytes = 65'536;

std::string first_line(std::FILE* from) {
  std::string text;
  char some[4096];
  while (text.size() < kMostTokenBytes) {
    const std::size_t count = std::fread(some, 1, sizeof some, from);
    if (count == 0) break;
    text.append(some, count);
  }
  text.resize(std::min(text.size(), text.find_first_of("\r\n")));
  return text;
}

Result<Secret> not_empty(std::string text, const std::string& source) {
  if (text.empty()) return Error{Errc::signed_out, source + " gives no token", 0, 0};
  return Secret(std::move(text));
}

Result<Secret> from_command(const std::string& command) {
  std::FILE* const output = ::popen(command.c_str(), "r");
  if (output == nullptr) return Error{Errc::host_fault, "the command cannot be run", 0, 0};
  std::string line = first_line(output);
  if (::pclose(output) != 0) {
    return Error{Errc::signed_out, "the command for Clerk's tokens has failed", 0, 0};
  }
  return not_empty(std::move(line), "the command for Clerk's tokens");
}

Result<Secret> from_file(const std::string& file) {
  const auto close = [](std::FILE* open) { std::fclose(open); };
  const std::unique_ptr<std::FILE, decltype(close)> input(std::fopen(file.c_str(), "re"));
  if (!input) return Error{Errc::signed_out, file + " cannot be read", 0, 0};
  return not_empty(first_line(input.get()), file);
}

}  // namespace

Result<Secret> clerk_token(const Settings& settings, native::Store& store, const std::string& key) {
  if (settings.clerk == ClerkSource::command) return from_command(settings.clerk_from);
  if (settings.clerk == ClerkSource::file) return from_file(settings.clerk_from);
  Result<std::optional<Secret>> kept = store.load(key);
  if (!kept) return kept.error();
  if (!*kept) return Error{Errc::signed_out, "no token of Clerk's was given", 0, 0};
  return **kept;
}

}  // namespace hufu::cli
