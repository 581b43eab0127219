#include "dialects/mapping.h"

#include <algorithm>
#include <utility>

#include "text/http_date.h"
#include "text/json.h"

namespace hufu::dialects {
namespace {

// What is before the first of `ends`; `text` goes on behind it.
std::string_view take_until(std::string_view& text, std::string_view ends) {
  const std::string_view head = text.substr(0, text.find_first_of(ends));
  text.remove_prefix(head.size());
  return head;
}

bool take(std::string_view& text, char sign) {
  const bool there = text.starts_with(sign);
  if (there) text.remove_prefix(1);
  return there;
}

// The value at `a.b.c`, or nullptr.
const Value* find_path(std::string_view path, const Value& from) {
  const Value* at = &from;
  while (at != nullptr && !path.empty() && path != ".") {
    const std::string_view name = take_until(path, ".");
    at = name == "0" && !at->items().empty() ? &at->items().front() : at->find(name);
    take(path, '.');
  }
  return at;
}

bool is_empty_text(const Value& value) { return value.is_string() && value.text().empty(); }

// The first of `a|b.c` that is there, and is no null; an empty text hides nothing behind it.
const Value* find_source(std::string_view sources, const Value& from) {
  const Value* empty = nullptr;
  for (; !sources.empty(); take(sources, '|')) {
    const Value* found = find_path(take_until(sources, "|"), from);
    if (found == nullptr || found->is_null()) continue;
    if (!is_empty_text(*found)) return found;
    empty = found;
  }
  return empty;
}

// A number, or one in quotes.
std::optional<double> number_of(const Value* source) {
  if (source == nullptr) return std::nullopt;
  if (source->is_number()) return source->number();
  const auto quoted = source->is_string() ? json::parse(source->text()) : std::nullopt;
  return quoted ? quoted->number() : std::nullopt;
}

class Mapper {
 public:
  Mapper(std::string_view mapping, Absent absent) : rest_(mapping), absent_(absent) {}

  // Reads items up to a closing bracket or the end; null if something needed is missing.
  Value object(const Value& from) {
    Value out = Value::object();
    bool complete = true;
    while (!rest_.empty() && !rest_.starts_with('}') && !rest_.starts_with(']')) {
      complete = item(from, out) && complete;
      take(rest_, ' ');
    }
    return complete ? std::move(out) : Value();
  }

 private:
  bool item(const Value& from, Value& out) {
    const std::string_view target = take_until(rest_, " =!#~&:{}[]");
    Value value;
    if (!take(rest_, '=')) {
      value = valued(find_source(target, from));
    } else if (take(rest_, '\'')) {
      value = Value(take_until(rest_, "'"));
      take(rest_, '\'');
    } else {
      value = valued(find_source(take_until(rest_, " !#~&:{}[]"), from));
    }
    const bool missing = take(rest_, '!') && is_empty(value);
    const bool wanted = absent_ == Absent::filled || !value.is_null();
    if (wanted) out.set(target, std::move(value));
    return !missing;
  }

  // What becomes of a source, by the sign behind it.
  Value valued(const Value* source) {
    if (take(rest_, '#')) {
      return Value(std::max(0.0, number_of(source).value_or(0)) * 1000);
    }
    if (take(rest_, '&')) return Value(source != nullptr && source->is_true());
    if (take(rest_, ':')) return Value(source == nullptr ? 0.0 : text::parse_date(source->text()));
    if (take(rest_, '~')) {
      if (source != nullptr && source->is_object()) return *source;
      return absent_ == Absent::filled ? Value::object() : Value();
    }
    if (take(rest_, '{')) return nested(source);
    if (take(rest_, '[')) return list(source);
    if (source != nullptr && source->is_string()) return *source;
    if (source != nullptr && source->is_number()) return Value(json::dump(*source));
    return absent_ == Absent::filled ? Value("") : Value();
  }

  Value nested(const Value* source) {
    const bool there = source != nullptr && source->is_object();
    Value value = object(there ? *source : Value());
    take(rest_, '}');
    const bool hollow = absent_ == Absent::left_out && value.members().empty();
    return there && !hollow ? std::move(value) : Value();
  }

  Value list(const Value* source) {
    Value value = Value::array();
    const std::string_view items = rest_;
    object(Value());
    const std::string_view behind = rest_;
    if (source != nullptr) {
      for (const Value& each : source->items()) {
        rest_ = items;
        value.push(object(each));
      }
    }
    rest_ = behind;
    take(rest_, ']');
    return value;
  }

  static bool is_empty(const Value& value) {
    if (value.is_string()) return value.text().empty();
    return value.is_null() || (value.is_number() && *value.number() == 0);
  }

  std::string_view rest_;
  Absent absent_;
};

}  // namespace

Value map(std::string_view mapping, const Value& from, Absent absent) {
  return Mapper(mapping, absent).object(from);
}

Text find_text(std::string_view sources, const Value& from) {
  // GoTrue has a number under `code` where the name is under another one.
  Text number;
  for (; !sources.empty(); take(sources, '|')) {
    const Value* found = find_path(take_until(sources, "|"), from);
    if (found == nullptr) continue;
    if (found->is_string() && !found->text().empty()) return found->text();
    if (found->is_number()) number = json::dump(*found);
  }
  return number;
}

}  // namespace hufu::dialects
