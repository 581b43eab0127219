#include "one_time_code.h"

#include <algorithm>
#include <string_view>

#include "failure.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

/// The value behind `name=` in the query of a link; empty if it is not there. Types and hashes are
/// letters, digits and `_`, which no link encodes.
std::string_view parameter(std::string_view link, std::string_view name) {
  std::string_view rest = link.substr(std::min(link.find('?'), link.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view pair = rest.substr(0, rest.find_first_of("&#"));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      return pair.substr(name.size() + 1);
    rest.remove_prefix(pair.size());
  }
  return {};
}

/// Both forms: the server's own address, and an application's page that confirms.
VerifyOtp of_link(std::string_view link) {
  std::string_view token = parameter(link, "token_hash");
  if (token.empty()) token = parameter(link, "token");
  const std::string_view type = parameter(link, "type");
  if (token.empty() || type.empty()) throw unusable(say("no_link"));
  return {.type = std::string(type), .token_hash = Secret(std::string(token))};
}

}  // namespace

SignedUp redeem_message(Context& context, const Address& to,
                        const std::optional<std::string>& type) {
  Secret typed = read_secret(say("ask_message_code", {{"address", to.text()}}));
  const bool is_link = typed.reveal().starts_with("http");
  return must(context.client().verify_otp(
      is_link ? of_link(typed.reveal())
              : VerifyOtp{.type = type, .email = to.email, .phone = to.phone, .code = typed}));
}

}  // namespace hufu::cli
