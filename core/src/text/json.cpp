// The one file that knows nlohmann-json: its lexer reads, a short grammar below builds the value.
//
// The lexer alone, because its parser brings the error texts and its DOM (docs/decisions/0003).
#include "text/json.h"

#include <cmath>
#include <nlohmann/detail/input/lexer.hpp>

#include "text/json_mend.h"
#include "text/number.h"

namespace hufu::json {
namespace {

// What the lexer wants to know of a JSON type. Its numbers are not used: see Reader::number.
struct LexerTypes {
  using string_t = std::string;
  using number_integer_t = std::int64_t;
  using number_unsigned_t = std::uint64_t;
  using number_float_t = double;
};

class Input {
 public:
  using char_type = char;
  explicit Input(std::string_view text) : text_(text) {}

  std::char_traits<char>::int_type get_character() {
    if (at_ == text_.size()) return std::char_traits<char>::eof();
    return std::char_traits<char>::to_int_type(text_[at_++]);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

using Lexer = nlohmann::detail::lexer<LexerTypes, Input>;
using Token = Lexer::token_type;

// Recursive descent; each function starts with its first token read and ends on its last one.
class Reader {
 public:
  enum class Rule { strict, lenient };
  Reader(std::string_view text, Rule rule) : lexer_(Input(text)), lenient_(rule == Rule::lenient) {}

  std::optional<Value> document() {
    Value root;
    if (!value(lexer_.scan(), root, 0) || lexer_.scan() != Token::end_of_input) return std::nullopt;
    return root;
  }

 private:
  bool value(Token token, Value& out, std::size_t depth) {
    switch (token) {
      case Token::literal_null: return true;
      case Token::literal_true:
      case Token::literal_false: out = Value(token == Token::literal_true); return true;
      case Token::value_string: out = Value(std::move(lexer_.get_string())); return true;
      case Token::value_unsigned:
      case Token::value_integer:
      case Token::value_float: return number(out);
      case Token::begin_array: return depth < Limits().depth && array(out, depth + 1);
      case Token::begin_object: return depth < Limits().depth && object(out, depth + 1);
      default: return false;
    }
  }

  // From the digits, not from the lexer's value: one conversion on every platform, and core.wasm
  // can do without the C library's (16 KB).
  bool number(Value& out) {
    const std::optional<text::Number> read = text::read_number(lexer_.get_string());
    if (!read) return lenient_;
    out = read->whole ? Value(*read->whole) : Value(read->value);
    return true;
  }

  bool array(Value& out, std::size_t depth) {
    out = Value::array();
    Token token = lexer_.scan();
    if (token == Token::end_array) return true;
    for (;; token = lexer_.scan()) {
      Value item;
      if (!value(token, item, depth)) return false;
      out.push(std::move(item));
      token = lexer_.scan();
      if (token == Token::end_array) return true;
      if (token != Token::value_separator) return false;
    }
  }

  bool object(Value& out, std::size_t depth) {
    out = Value::object();
    Token token = lexer_.scan();
    if (token == Token::end_object) return true;
    for (;; token = lexer_.scan()) {
      if (token != Token::value_string) return false;
      const std::string key = std::move(lexer_.get_string());
      // Two members of one name are read differently by different programs.
      if (out.members().size() == Limits().members || (!lenient_ && out.find(key))) return false;
      if (lexer_.scan() != Token::name_separator) return false;
      Value member;
      if (!value(lexer_.scan(), member, depth)) return false;
      out.set(key, std::move(member));
      token = lexer_.scan();
      if (token == Token::end_object) return true;
      if (token != Token::value_separator) return false;
    }
  }

  Lexer lexer_;
  bool lenient_;
};

// The lexer takes a zero byte for the end and would overlook what follows.
bool has_zero_byte(std::string_view text) { return text.find('\0') != std::string_view::npos; }

}  // namespace

std::optional<Value> parse(std::string_view text) {
  if (has_zero_byte(text)) return std::nullopt;
  return Reader(text, Reader::Rule::strict).document();
}

std::optional<Value> parse_leniently(std::string_view text) {
  std::optional<Value> value = parse(text);
  if (value || has_zero_byte(text)) return value;
  std::string mended = mend(text);
  value = Reader(mended, Reader::Rule::lenient).document();
  wipe(mended);
  return value;
}

}  // namespace hufu::json
