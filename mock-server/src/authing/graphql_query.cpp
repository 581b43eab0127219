// The part of GraphQL that Authing's SDKs speak.
#include "authing/graphql_query.h"

#include <nlohmann/json.hpp>

#include "http/errors.h"

namespace hufu::mock::authing {
namespace {

constexpr int kDeepestSelection = 4;

bool is_letter(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') || symbol == '_';
}

bool is_digit(char symbol) { return symbol >= '0' && symbol <= '9'; }

// The names and signs of a query, one after another.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }

  bool next_is(char sign) {
    skip_blanks();
    return rest_.starts_with(sign);
  }

  bool take(char sign) {
    if (!next_is(sign)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void need(char sign) {
    if (!take(sign)) fail();
  }

  std::string need_name() {
    skip_blanks();
    std::size_t length = 0;
    while (length < rest_.size() &&
           (is_letter(rest_[length]) || (length > 0 && is_digit(rest_[length]))))
      ++length;
    if (length == 0) fail();
    std::string name(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return name;
  }

  [[noreturn]] static void fail() {
    throw invalid_request("This GraphQL query is not one of those that are understood here.");
  }

 private:
  // Commas are blanks in GraphQL.
  void skip_blanks() {
    while (!rest_.empty() && std::string_view(" \t\r\n,").find(rest_.front()) != rest_.npos)
      rest_.remove_prefix(1);
  }

  std::string_view rest_;
};

// ($id: String, $input: UpdateUserInput!, $list: [String!]): the types are the server's to know.
void skip_declarations(Reader& reader) {
  if (!reader.take('(')) return;
  while (!reader.take(')')) {
    reader.need('$');
    reader.need_name();
    reader.need(':');
    const bool is_list = reader.take('[');
    reader.need_name();
    reader.take('!');
    if (is_list) reader.need(']');
    reader.take('!');
  }
}

std::map<std::string, std::string> read_arguments(Reader& reader) {
  std::map<std::string, std::string> arguments;
  if (!reader.take('(')) return arguments;
  while (!reader.take(')')) {
    const std::string name = reader.need_name();
    reader.need(':');
    reader.need('$');
    arguments[name] = reader.need_name();
  }
  return arguments;
}

std::vector<Selection> read_selection(Reader& reader, int depth) {
  std::vector<Selection> fields;
  if (!reader.take('{')) return fields;
  if (depth > kDeepestSelection) Reader::fail();
  while (!reader.take('}')) {
    Selection field;
    field.name = reader.need_name();
    field.fields = read_selection(reader, depth + 1);
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace

GraphqlQuery read_query(std::string_view text) {
  Reader reader(text);
  GraphqlQuery query;
  if (!reader.next_is('{')) {
    query.operation = reader.need_name();
    if (query.operation != "query" && query.operation != "mutation") Reader::fail();
    if (!reader.next_is('(') && !reader.next_is('{')) reader.need_name();
    skip_declarations(reader);
  }
  reader.need('{');
  query.root.name = reader.need_name();
  query.arguments = read_arguments(reader);
  query.root.fields = read_selection(reader, 1);
  reader.need('}');
  if (!reader.at_end()) Reader::fail();
  return query;
}

nlohmann::json select(const nlohmann::json& value, const std::vector<Selection>& fields) {
  if (fields.empty() || value.is_null()) return value;
  if (!value.is_structured()) Reader::fail();  // nothing can be chosen from a text or a number
  nlohmann::json selected = value.is_array() ? nlohmann::json::array() : nlohmann::json::object();
  if (value.is_array()) {
    for (const nlohmann::json& entry : value)
      selected.push_back(select(entry, fields));
    return selected;
  }
  for (const Selection& field : fields)
    selected[field.name] = select(value.value(field.name, nlohmann::json()), field.fields);
  return selected;
}

}  // namespace hufu::mock::authing
