// Reads JSON: recursive descent over the text. What stands between quotes, json_text.h reads.
#include "text/json.h"

#include "text/ascii.h"
#include "text/json_text.h"
#include "text/number.h"

namespace hufu::json {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Each function takes from the front of `rest_` what it has read.
class Reader {
 public:
  Reader(std::string_view text, Rule rule) : rest_(text), rule_(rule) {}

  std::optional<Value> document() {
    take(kByteOrderMark);
    Value root;
    if (!value(root, 0)) return std::nullopt;
    skip_space();
    if (!rest_.empty()) return std::nullopt;
    return root;
  }

 private:
  bool value(Value& out, std::size_t depth) {
    skip_space();
    if (take("\"")) return text(out);
    if (take("{")) return depth < Limits().depth && object(out, depth + 1);
    if (take("[")) return depth < Limits().depth && array(out, depth + 1);
    if (take("null")) return true;
    const bool is_true = take("true");
    if (!is_true && !take("false")) return number(out);
    out = Value(is_true);
    return true;
  }

  bool text(Value& out) {
    Text read;
    const bool is_whole = read_text(rest_, rule_, read);
    out = Value(std::move(read));
    return is_whole;
  }

  bool array(Value& out, std::size_t depth) {
    out = Value::array();
    if (take_sign(']')) return true;
    do {
      Value item;
      if (!value(item, depth)) return false;
      out.push(std::move(item));
    } while (take_sign(','));
    return take_sign(']');
  }

  bool object(Value& out, std::size_t depth) {
    out = Value::object();
    if (take_sign('}')) return true;
    do {
      Text key;
      if (!take_sign('"') || !read_text(rest_, rule_, key)) return false;
      // Two members of one name are read differently by different programs.
      const bool is_again = rule_ == Rule::strict && out.find(key);
      if (is_again || out.members().size() == Limits().members) return false;
      Value member;
      if (!take_sign(':') || !value(member, depth)) return false;
      out.set(key, std::move(member));
    } while (take_sign(','));
    return take_sign('}');
  }

  bool number(Value& out) {
    const std::size_t length = number_length();
    if (length == 0) return false;
    const std::optional<text::Number> read = text::read_number(rest_.substr(0, length));
    rest_.remove_prefix(length);
    if (!read) return rule_ == Rule::lenient;
    out = read->whole ? Value(*read->whole) : Value(read->value);
    return true;
  }

  // Of the number in front (RFC 8259, 6); 0 if there is none.
  std::size_t number_length() const {
    const std::size_t whole = at(0) == '-' ? 1 : 0;
    std::size_t end = skip_digits(whole);
    if (end == whole || (at(whole) == '0' && end > whole + 1)) return 0;
    if (at(end) == '.') {
      const std::size_t fraction = end + 1;
      end = skip_digits(fraction);
      if (end == fraction) return 0;
    }
    if (at(end) == 'e' || at(end) == 'E') {
      const bool is_signed = at(end + 1) == '-' || at(end + 1) == '+';
      const std::size_t exponent = end + (is_signed ? 2 : 1);
      end = skip_digits(exponent);
      if (end == exponent) return 0;
    }
    return end;
  }

  std::size_t skip_digits(std::size_t from) const {
    while (text::is_digit(at(from)))
      ++from;
    return from;
  }

  // Beyond the end a zero, which no text has outside its quotes.
  char at(std::size_t place) const { return place < rest_.size() ? rest_[place] : '\0'; }

  bool take_sign(char sign) {
    skip_space();
    return take({&sign, 1});
  }

  bool take(std::string_view word) {
    const bool is_there = rest_.starts_with(word);
    if (is_there) rest_.remove_prefix(word.size());
    return is_there;
  }

  void skip_space() {
    while (at(0) == ' ' || at(0) == '\n' || at(0) == '\r' || at(0) == '\t')
      rest_.remove_prefix(1);
  }

  std::string_view rest_;
  Rule rule_;
};

}  // namespace

std::optional<Value> parse(std::string_view text) { return Reader(text, Rule::strict).document(); }

std::optional<Value> parse_leniently(std::string_view text) {
  return Reader(text, Rule::lenient).document();
}

}  // namespace hufu::json
