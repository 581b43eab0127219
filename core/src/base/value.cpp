#include "base/value.h"

#include <cmath>

namespace hufu {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

}  // namespace

struct Value::Number : Block {
  bool whole;  // `integer` is the exact number
  double value;
  std::int64_t integer;
};

// An array has items, an object members.
struct Value::Node : Block {
  List<Value> items;
  List<Member> members;
};

// Outlives every static.
template <class T>
union Forever {
  constexpr Forever() : value() {}
  constexpr ~Forever() {}
  T value;
};

struct Value::Truth {
  static inline constinit Block no = {0, Block::Kind::boolean};
  static inline constinit Block yes = {0, Block::Kind::boolean};
};

HUFU_ONCE Value::Value(Block::Kind kind) : Word(new Node{{1, kind}, {}, {}}) {}

Value::Value(bool value) : Word(value ? &Truth::yes : &Truth::no) {}

HUFU_ONCE Value::Value(double value) {
  if (!std::isfinite(value)) return;  // JSON has no such number
  const bool whole = value == std::floor(value) && std::fabs(value) <= kExactIntegers;
  block_ = new Number{
      {1, Block::Kind::number}, whole, value, whole ? static_cast<std::int64_t>(value) : 0};
}

HUFU_ONCE Value::Value(std::int64_t value)
    : Word(new Number{{1, Block::Kind::number}, true, static_cast<double>(value), value}) {}

Value::Value(Text text) : Word(std::move(text)) {
  if (block_ == nullptr) block_ = &Text::nothing.body;
}

void Value::free_block(Block* block) {
  if (block->kind == Block::Kind::number) {
    delete static_cast<Number*>(block);
  } else {
    delete static_cast<Node*>(block);
  }
}

bool Value::is_true() const { return block_ == &Truth::yes; }

HUFU_ONCE Text Value::text() const {
  Text text;
  if (is_string()) static_cast<Word&>(text) = *this;
  return text;
}

std::optional<double> Value::number() const {
  if (!is_number()) return std::nullopt;
  return static_cast<Number*>(block_)->value;
}

std::optional<std::int64_t> Value::integer() const {
  if (!is_number() || !static_cast<Number*>(block_)->whole) return std::nullopt;
  return static_cast<Number*>(block_)->integer;
}

const List<Value>& Value::items() const {
  static constinit Forever<List<Value>> none;
  return is_array() ? static_cast<Node*>(block_)->items : none.value;
}

const List<Member>& Value::members() const {
  static constinit Forever<List<Member>> none;
  return is_object() ? static_cast<Node*>(block_)->members : none.value;
}

HUFU_ONCE const Value* Value::find(std::string_view key) const {
  for (const auto& [name, value] : members()) {
    if (name == key) return &value;
  }
  return nullptr;
}

HUFU_ONCE const Value* Value::find(const char* key) const { return find(std::string_view(key)); }

HUFU_ONCE Value Value::at(const char* key) const {
  const Value* member = find(key);
  return member == nullptr ? Value() : *member;
}

HUFU_ONCE Text Value::text_of(const char* key) const { return at(key).text(); }

std::string_view Value::text_or(std::string_view key, std::string_view fallback) const {
  const Value* member = find(key);
  if (member == nullptr || !member->is_string()) return fallback;
  const auto* body = static_cast<const Text::Body*>(member->block_);
  return {body->letters(), body->size};
}

double Value::number_or(std::string_view key, double fallback) const {
  const Value* member = find(key);
  return member && member->is_number() ? static_cast<Number*>(member->block_)->value : fallback;
}

HUFU_ONCE std::string_view Value::text_or(const char* key, const char* fallback) const {
  return text_or(std::string_view(key), std::string_view(fallback));
}

HUFU_ONCE double Value::number_or(const char* key, double fallback) const {
  return number_or(std::string_view(key), fallback);
}

HUFU_ONCE bool Value::bool_or(const char* key, bool fallback) const {
  const Value* member = find(key);
  return member && member->is_bool() ? member->is_true() : fallback;
}

// Makes this the only word for its array or object.
Value::Node& Value::own() {
  auto* node = static_cast<Node*>(block_);
  if (node->owners != 1) {
    node = new Node{{1, node->kind}, node->items, node->members};
    Block::drop(std::exchange(block_, node));
  }
  return *node;
}

HUFU_ONCE Value& Value::set(std::string_view key, Value value) {
  if (is_null()) *this = object();
  List<Member>& members = own().members;
  for (Member& each : members) {
    if (each.key != key) continue;
    each.value = std::move(value);
    return *this;
  }
  members.push_back({Text(key), std::move(value)});
  return *this;
}

HUFU_ONCE Value& Value::set(const char* key, Value value) {
  return set(std::string_view(key), std::move(value));
}

HUFU_ONCE Value& Value::push(Value value) {
  if (is_null()) *this = array();
  own().items.push_back(std::move(value));
  return *this;
}

}  // namespace hufu
