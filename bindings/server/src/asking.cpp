// What a request brings.
#include "asking.h"

#include <hufu/server/refusal.h>
#include <hufu/server/token.h>

#include "ascii.h"

namespace hufu::server {
namespace {

constexpr std::string_view kScheme = "bearer";

// Without the blanks around it, which are HTTP's and no others (RFC 9110, section 5.6.3).
std::string_view bare(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_bearer(std::string_view line) {
  return is_alike(line.substr(0, kScheme.size()), kScheme) &&
         (line.size() == kScheme.size() || line[kScheme.size()] == ' ');
}

bool is_word_letter(char letter) {
  return (letter >= '0' && letter <= '9') || letter == '_' ||
         (lower_case(letter) >= 'a' && lower_case(letter) <= 'z');
}

bool has_word_bearer(std::string_view line) {
  const std::string text = lower_case(line);
  for (std::size_t at = text.find(kScheme); at != text.npos; at = text.find(kScheme, at + 1)) {
    const std::size_t end = at + kScheme.size();
    const bool begins = at == 0 || !is_word_letter(text[at - 1]);
    if (begins && (end == text.size() || !is_word_letter(text[end]))) return true;
  }
  return false;
}

// Lines of one header that were joined, with a token among them.
bool is_list_with_a_token(std::string_view line) {
  if (line.find(',') == line.npos) return false;
  if (has_word_bearer(line)) return true;
  while (true) {
    const std::size_t comma = line.find(',');
    if (is_token(bare(line.substr(0, comma)))) return true;
    if (comma == line.npos) return false;
    line.remove_prefix(comma + 1);
  }
}

}  // namespace

std::vector<std::string_view> lines_of(const RequestView& request, std::string_view name) {
  std::vector<std::string_view> lines;
  for (const HeaderLine& header : request.headers)
    if (is_alike(header.name, name)) lines.push_back(header.value);
  return lines;
}

std::optional<Brought> brought_in(const RequestView& request) {
  const auto lines = lines_of(request, "authorization");
  const std::string_view line = lines.empty() ? std::string_view() : bare(lines.front());
  if (lines.size() > 1 || is_list_with_a_token(line)) throw Refusal(Reason::malformed_request);
  if (is_bearer(line)) return Brought{bare(line.substr(kScheme.size())), false};
  return is_token(line) ? std::optional(Brought{line, true}) : std::nullopt;
}

std::optional<Platform> platform_in(const RequestView& request, bool is_required) {
  const auto lines = lines_of(request, "x-platform");
  if (lines.empty() && !is_required) return std::nullopt;
  const auto platform = lines.size() == 1 ? platform_called(lines.front()) : std::nullopt;
  if (!platform) throw Refusal(Reason::no_platform);
  return platform;
}

}  // namespace hufu::server
