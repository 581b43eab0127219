// A JSON value of one word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/list.h"
#include "base/text.h"

namespace hufu {

struct Member;

/// Null, bool, number, text, array, or object with its members in order. Copies share what is in it
/// until one of them is changed.
class HUFU_WORD Value : public Word {
 public:
  Value() = default;
  /// What an untyped word points to is a value.
  explicit Value(Word word) : Word(std::move(word)) {}
  Value(bool value);
  Value(double value);
  Value(int value) : Value(static_cast<std::int64_t>(value)) {}
  Value(std::int64_t value);
  Value(Text text);
  Value(const char* text) : Value(Text(text)) {}
  Value(std::string_view text) : Value(Text(text)) {}
  Value(const std::string& text) : Value(std::string_view(text)) {}
  static Value array() { return Value(Block::Kind::array); }
  static Value object() { return Value(Block::Kind::object); }

  bool is_null() const { return block_ == nullptr; }
  bool is_bool() const { return is(Block::Kind::boolean); }
  bool is_true() const;
  bool is_number() const { return is(Block::Kind::number); }
  bool is_string() const { return is(Block::Kind::text); }
  bool is_array() const { return is(Block::Kind::array); }
  bool is_object() const { return is(Block::Kind::object); }

  /// The text; empty if this is none.
  Text text() const;
  std::optional<double> number() const;
  /// The exact number, if it is whole and fits (written without fraction or exponent).
  std::optional<std::int64_t> integer() const;
  /// The items of an array; none for anything else.
  const List<Value>& items() const;
  /// The members of an object in their order; none for anything else.
  const List<Member>& members() const;

  /// The member of that name, or nullptr.
  const Value* find(std::string_view key) const;
  const Value* find(const char* key) const;
  /// The member of that name; null if there is none.
  Value at(const char* key) const;
  /// Its text; empty if there is none.
  Text text_of(const char* key) const;
  /// The member of that name if it has the type; the view lives as long as this value.
  std::string_view text_or(std::string_view key, std::string_view fallback) const;
  double number_or(std::string_view key, double fallback) const;
  // A literal goes through one register.
  std::string_view text_or(const char* key, const char* fallback) const;
  double number_or(const char* key, double fallback) const;
  bool bool_or(const char* key, bool fallback) const;

  /// Adds a member, or replaces the one of that name. Makes an object of a null.
  Value& set(std::string_view key, Value value);
  Value& set(const char* key, Value value);
  /// Adds an item. Makes an array of a null.
  Value& push(Value value);

  /// Of `Block` alone.
  static void free_block(Block* block);

 private:
  struct Number;
  struct Node;
  struct Truth;

  explicit Value(Block::Kind kind);
  bool is(Block::Kind kind) const { return block_ != nullptr && block_->kind == kind; }
  Node& own();
};

struct Member {
  Text key;
  Value value;
};

}  // namespace hufu
