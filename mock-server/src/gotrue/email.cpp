// E-mail identities.
#include "gotrue/email.h"

#include <algorithm>

#include "gotrue/errors.h"

namespace hufu::mock::gotrue {
namespace {

constexpr const char* kProvider = "email";
constexpr std::size_t kLongestEmailBytes = 254;  // RFC 5321 section 4.5.3.1.3

bool is_local_symbol(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= '0' && symbol <= '9') ||
         std::string_view("!#$%&'*+/=?^_`{|}~.-").find(symbol) != std::string_view::npos;
}

bool is_domain_symbol(char symbol) {
  return (symbol >= 'a' && symbol <= 'z') || (symbol >= '0' && symbol <= '9') || symbol == '-' ||
         symbol == '.';
}

bool has_no_empty_part(const std::string& dotted) {
  return !dotted.starts_with('.') && !dotted.ends_with('.') &&
         dotted.find("..") == std::string::npos;
}

bool is_address(const std::string& email) {
  const std::size_t at = email.find('@');
  if (at == std::string::npos || at == 0 || at > 64 || email.size() > kLongestEmailBytes)
    return false;
  const std::string local = email.substr(0, at);
  const std::string domain = email.substr(at + 1);
  return std::ranges::all_of(local, is_local_symbol) && has_no_empty_part(local) &&
         std::ranges::all_of(domain, is_domain_symbol) && has_no_empty_part(domain) &&
         domain.find('.') != std::string::npos;
}

}  // namespace

std::string read_email(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  std::string email =
      first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
  std::ranges::transform(email, email.begin(), [](char symbol) {
    return symbol >= 'A' && symbol <= 'Z' ? static_cast<char>(symbol + 32) : symbol;
  });
  if (!is_address(email))
    throw validation_failed("Unable to validate email address: invalid format");
  return email;
}

NewIdentity email_identity(const std::string& email, bool is_confirmed) {
  NewIdentity wanted;
  wanted.provider = kProvider;
  wanted.subject = email;
  wanted.is_confirmed = is_confirmed;
  return wanted;
}

std::optional<Identity> find_email_identity(Transaction& transaction, const std::string& email) {
  return find_identity_by_subject(transaction, kProvider, "", email);
}

void prove_email(Transaction& transaction, Identity identity, const std::string& email) {
  identity.verified_email = email;
  save_identity(transaction, identity);
  confirm_identity(transaction, identity);
}

std::optional<Identity> email_identity_of(Transaction& transaction, const std::string& user_id) {
  for (const Identity& identity : identities_of(transaction, user_id)) {
    if (identity.provider == kProvider) return identity;
  }
  return std::nullopt;
}

}  // namespace hufu::mock::gotrue
