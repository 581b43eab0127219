// Which of our languages somebody means.
#include "hufu/language.h"

#include <algorithm>
#include <array>
#include <optional>

#include "text/ascii.h"

namespace hufu {
namespace {

constexpr std::array<std::string_view, 4> kTraditional = {"hant", "tw", "hk", "mo"};

/// Cuts the next part off `rest`, up to one of `ends`.
std::string_view next_part(std::string_view& rest, std::string_view ends) {
  const std::size_t end = std::min(rest.find_first_of(ends), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

/// The language of one tag or locale; nothing if it is none of ours.
std::optional<Language> language_of_tag(std::string_view tag) {
  tag = tag.substr(0, tag.find_first_of(".@"));
  const std::string_view first = next_part(tag, "-_");
  if (text::equals_ignoring_case(first, "en")) return Language::en;
  if (!text::equals_ignoring_case(first, "zh")) return std::nullopt;
  while (!tag.empty()) {
    const std::string_view part = next_part(tag, "-_");
    if (text::equals_ignoring_case(part, "hans")) return Language::zh_cn;  // wherever it is written
    for (const std::string_view each : kTraditional) {
      if (text::equals_ignoring_case(part, each)) return std::nullopt;
    }
  }
  return Language::zh_cn;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t'))
    text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t'))
    text.remove_suffix(1);
  return text;
}

/// The weight of `;q=0.8` in thousandths: 800. All of it where none is said, or none that can be
/// read.
int weight_of(std::string_view parameters) {
  constexpr int kWhole = 1000;
  const std::string_view q = trimmed(parameters);
  if (!q.starts_with("q=0") && !q.starts_with("Q=0")) return kWhole;
  int weight = 0;
  int place = kWhole;
  for (const char digit : q.substr(q.size() > 3 ? 4 : 3)) {
    if (!text::is_digit(digit)) break;
    weight += (digit - '0') * (place /= 10);
  }
  return weight;
}

}  // namespace

std::string_view name(Language language) { return language == Language::en ? "en" : "zh-CN"; }

Language language_of(std::string_view wish) {
  Language best = Language::en;
  int best_weight = 0;
  while (!wish.empty()) {
    std::string_view parameters = next_part(wish, ",:");
    const std::string_view tag = trimmed(next_part(parameters, ";"));
    const std::optional<Language> known = language_of_tag(tag);
    const int weight = known ? weight_of(parameters) : 0;
    if (weight > best_weight) {
      best = *known;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace hufu
