// JSON that JavaScript and Python read, and nlohmann's reader does not.
#include "readable_json.h"

#include <charconv>
#include <optional>

namespace hufu::server {
namespace {

constexpr std::string_view kLargestNumber = "1.7976931348623157e308";
constexpr std::string_view kReplacement = "\\ufffd";
constexpr std::size_t kEscape = 6;  // \uXXXX

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// What `\uXXXX` at the beginning of `text` stands for.
std::optional<unsigned> escaped_unit(std::string_view text) {
  if (!text.starts_with("\\u") || text.size() < kEscape) return std::nullopt;
  unsigned unit = 0;
  const char* end = text.data() + kEscape;
  const auto read = std::from_chars(text.data() + 2, end, unit, 16);
  return read.ptr == end ? std::optional(unit) : std::nullopt;
}

bool is_first_half(std::optional<unsigned> unit) { return unit && *unit >> 10 == 0xD800 >> 10; }
bool is_second_half(std::optional<unsigned> unit) { return unit && *unit >> 10 == 0xDC00 >> 10; }

/// A number by RFC 8259, section 6.
bool is_number(std::string_view text) {
  const auto eat = [&](std::string_view letters) {
    const bool is_there = !text.empty() && letters.find(text.front()) != letters.npos;
    if (is_there) text.remove_prefix(1);
    return is_there;
  };
  const auto eat_digits = [&] {
    const std::size_t before = text.size();
    while (!text.empty() && is_digit(text.front()))
      text.remove_prefix(1);
    return text.size() < before;
  };
  eat("-");
  if (!eat("0") && !eat_digits()) return false;
  if (eat(".") && !eat_digits()) return false;
  if (!eat("eE")) return text.empty();
  eat("+-");
  return eat_digits() && text.empty();
}

bool is_beyond(std::string_view number) {
  double value = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  const bool is_tiny = number.find("e-") != number.npos || number.find("E-") != number.npos;
  return read.ec == std::errc::result_out_of_range && !is_tiny && is_number(number);
}

/// Goes through a text, and writes what it reads.
class Repair {
 public:
  explicit Repair(std::string_view text) : rest_(text) {}

  std::string done() && {
    while (!rest_.empty()) {
      if (rest_.front() == '"') is_inside_ = !is_inside_;
      if (is_inside_ && rest_.front() == '\\') {
        take_escape();
      } else if (!is_inside_ && (is_digit(rest_.front()) || rest_.front() == '-')) {
        take_number();
      } else {
        take(1);
      }
    }
    return std::move(written_);
  }

 private:
  void take(std::size_t count) {
    written_ += rest_.substr(0, count);
    rest_.remove_prefix(std::min(count, rest_.size()));
  }

  void replace(std::size_t count, std::string_view by) {
    written_ += by;
    rest_.remove_prefix(count);
  }

  void take_escape() {
    const auto unit = escaped_unit(rest_);
    if (!unit) return take(2);
    const bool is_pair = is_first_half(unit) && is_second_half(escaped_unit(rest_.substr(kEscape)));
    if (is_pair) return take(2 * kEscape);
    if (is_first_half(unit) || is_second_half(unit)) return replace(kEscape, kReplacement);
    take(kEscape);
  }

  void take_number() {
    const std::size_t end = std::min(rest_.find_first_not_of("0123456789.eE+-"), rest_.size());
    const std::string_view number = rest_.substr(0, end);
    if (!is_beyond(number)) return take(end);
    const bool is_negative = number.starts_with('-');
    if (is_negative) written_ += '-';
    replace(end, kLargestNumber);
  }

  std::string_view rest_;
  std::string written_;
  bool is_inside_ = false;
};

}  // namespace

std::string readable_json(std::string_view text) { return Repair(text).done(); }

}  // namespace hufu::server
