// The Authorization field, read strictly.
#include "people/authorization.h"

#include <algorithm>

#include "http/errors.h"
#include "jose/token.h"
#include "people/caller.h"

namespace hufu::mock {
namespace {

constexpr std::string_view kScheme = "bearer ";

bool is_token_symbol(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= 'A' && symbol <= 'Z') ||
         (symbol >= '0' && symbol <= '9') ||
         std::string_view("-._~+/=").find(symbol) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= jose::kMaxTokenBytes &&
         std::ranges::all_of(text, is_token_symbol);
}

bool has_bearer_scheme(std::string_view value) {
  if (value.size() <= kScheme.size()) return false;
  return std::ranges::equal(value.substr(0, kScheme.size()), kScheme, [](char symbol, char wanted) {
    return (symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol + 32) : symbol) == wanted;
  });
}

std::string only_field(const Headers& headers) {
  if (headers.count("Authorization") > 1)
    throw invalid_request("There is more than one Authorization field.");
  return headers.find("Authorization").value_or("");
}

}  // namespace

std::string read_bearer(const Headers& headers) {
  const std::string value = only_field(headers);
  if (!has_bearer_scheme(value)) throw invalid_token();
  std::string token = value.substr(kScheme.size());
  if (!is_token(token)) throw invalid_token();
  return token;
}

std::string read_bearer_or_bare(const Headers& headers) {
  const std::string value = only_field(headers);
  if (has_bearer_scheme(value)) return read_bearer(headers);
  if (!is_token(value) || std::ranges::count(value, '.') != 2) throw invalid_token();
  return value;
}

}  // namespace hufu::mock
