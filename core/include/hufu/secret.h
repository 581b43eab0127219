// Text that must not be printed: tokens, codes, stored records.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace hufu {

/// Overwrites the text with zeros and empties it.
void wipe(std::string& text) noexcept;

/// A string that is wiped when it goes and that no stream can print.
///
/// Reading it takes `reveal()`, so that a search for that word finds every place where a secret
/// is used. The bytes are overwritten on destruction and assignment.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_(other.text_) { wipe(other.text_); }
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(text_); }

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

  bool operator==(const Secret&) const = default;

 private:
  // Moved by copy and wipe: the small-string buffer of a moved-from std::string keeps its bytes.
  std::string text_;
};

}  // namespace hufu
