#include "pages/language.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace hufu::mock {
namespace {

constexpr std::array<std::string_view, 4> kTraditional = {"-hant-", "-tw-", "-hk-", "-mo-"};

/// In small letters and without blanks, neither of which mean anything here.
std::string plain(std::string_view header) {
  std::string text;
  for (const char symbol : header) {
    const bool is_capital = symbol >= 'A' && symbol <= 'Z';
    if (symbol != ' ' && symbol != '\t')
      text += is_capital ? static_cast<char>(symbol - 'A' + 'a') : symbol;
  }
  return text;
}

/// The language of one tag; nothing if it is none of ours.
std::optional<Language> language_of_tag(std::string_view tag) {
  const std::string parts = "-" + std::string(tag) + "-";
  const auto has = [&parts](std::string_view part) {
    return parts.find(part) != std::string::npos;
  };
  if (parts.starts_with("-en-")) return Language::en;
  if (!parts.starts_with("-zh-")) return std::nullopt;
  if (!has("-hans-") && std::ranges::any_of(kTraditional, has)) return std::nullopt;
  return Language::zh_cn;
}

/// That of `q=0.8`, in thousandths; the whole where none is said, or none that can be read.
int weight_of(std::string_view parameters) {
  constexpr int kWhole = 1000;
  if (!parameters.starts_with("q=0")) return kWhole;
  int weight = 0;
  int place = kWhole;
  for (const char digit : parameters.substr(std::min<std::size_t>(parameters.size(), 4))) {
    if (digit < '0' || digit > '9') break;
    weight += (digit - '0') * (place /= 10);
  }
  return weight;
}

}  // namespace

std::string_view tag_of(Language language) { return language == Language::en ? "en" : "zh-CN"; }

Language language_of(std::string_view accept_language) {
  const std::string wishes = plain(accept_language);
  Language best = Language::en;
  int best_weight = 0;
  for (std::size_t start = 0; start < wishes.size();) {
    const std::size_t end = std::min(wishes.find(',', start), wishes.size());
    const std::string_view wish(wishes.data() + start, end - start);
    const std::size_t tag_end = std::min(wish.find(';'), wish.size());
    const std::optional<Language> known = language_of_tag(wish.substr(0, tag_end));
    const int weight = weight_of(wish.substr(std::min(tag_end + 1, wish.size())));
    if (known && weight > best_weight) {
      best = *known;
      best_weight = weight;
    }
    start = end + 1;
  }
  return best;
}

}  // namespace hufu::mock
