// JSON as the core sees it: a small value, two readers, a compact writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hufu/secret.h"

namespace hufu::json {

class Value;
class Writer;
using Member = std::pair<std::string, Value>;

struct Limits {
  std::size_t depth = 64;      ///< Arrays and objects inside each other.
  std::size_t members = 1024;  ///< Of one object; each is compared with those before it.
};

/// Reads one JSON text. Nothing for whatever RFC 8259 does not allow, and for invalid UTF-8, lone
/// surrogates, trailing text, a name twice in one object, numbers beyond double, and what exceeds
/// `Limits`. A byte order mark at the start is skipped, as the RFC permits.
std::optional<Value> parse(std::string_view text);

/// The same for what other programs have written and people depend on (answers, stored sessions,
/// what an application gives): where `parse` would refuse the whole text, a lone surrogate and
/// invalid UTF-8 become U+FFFD, of two members of one name the last counts, and a number beyond
/// double is null. Broken grammar is refused as ever.
std::optional<Value> parse_leniently(std::string_view text);

/// A JSON value: null, bool, number, text, array, or object with its members in order. Its text is
/// wiped when it goes: half of what passes through here are tokens and codes.
class Value {
 public:
  Value() = default;
  Value(const Value&) = default;
  Value(Value&&) noexcept = default;
  Value& operator=(const Value&) = default;
  Value& operator=(Value&& other) noexcept;
  ~Value();
  Value(bool value) : kind_(Kind::boolean), number_(value) {}
  Value(double value);
  Value(int value) : Value(static_cast<std::int64_t>(value)) {}
  Value(std::int64_t value);
  Value(std::string value) : kind_(Kind::text), text_(std::move(value)) {}
  Value(std::string_view value) : Value(std::string(value)) {}
  Value(const char* value) : Value(std::string(value)) {}
  Value(const Secret& value) : Value(value.reveal()) {}
  static Value array() { return Value(Kind::array); }
  static Value object() { return Value(Kind::object); }

  bool is_null() const { return kind_ == Kind::null; }
  bool is_bool() const { return kind_ == Kind::boolean; }
  bool is_true() const { return is_bool() && number_ != 0; }
  bool is_number() const { return kind_ == Kind::number; }
  bool is_string() const { return kind_ == Kind::text; }
  bool is_array() const { return kind_ == Kind::array; }
  bool is_object() const { return kind_ == Kind::object; }

  /// The text, or nullptr if this is none.
  const std::string* text() const { return is_string() ? &text_ : nullptr; }
  std::optional<double> number() const;
  /// The exact number, if it is whole and fits (written without fraction or exponent).
  std::optional<std::int64_t> integer() const;
  std::optional<bool> boolean() const;
  /// The items of an array; none for anything else.
  const std::vector<Value>& items() const { return items_; }
  /// The members of an object in their order; none for anything else.
  const std::vector<Member>& members() const { return members_; }

  /// The member of that name, or nullptr.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  /// The member of that name if it has the type; the view lives as long as this value.
  std::string_view text_or(std::string_view key, std::string_view fallback) const;
  double number_or(std::string_view key, double fallback) const;
  /// Takes the text of that member out; empty if it is none.
  std::string take_text(std::string_view key);
  /// Takes the member of that name out; null if there is none.
  Value take(std::string_view key);
  bool bool_or(std::string_view key, bool fallback) const;

  /// Adds a member, or replaces the one of that name. Makes an object of a null.
  Value& set(std::string_view key, Value value);
  /// Adds an item. Makes an array of a null.
  Value& push(Value value);

  /// Compact JSON, as `Writer` (json_writer.h) has it.
  std::string dump() const;
  void write(Writer& out) const;

 private:
  enum class Kind : std::uint8_t { null, boolean, number, text, array, object };
  explicit Value(Kind kind) : kind_(kind) {}

  Kind kind_ = Kind::null;
  bool whole_ = false;  ///< `integer_` is the exact number.
  double number_ = 0;
  std::int64_t integer_ = 0;
  std::string text_;
  std::vector<Value> items_;
  std::vector<Member> members_;
};

}  // namespace hufu::json
