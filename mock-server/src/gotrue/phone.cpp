// Phone identities.
#include "gotrue/phone.h"

#include <algorithm>

#include "gotrue/errors.h"

namespace hufu::mock::gotrue {
namespace {

constexpr const char* kPhoneProvider = "phone";
constexpr std::size_t kMostDigits = 15;

bool is_phone_number(const std::string& text) {
  return text.size() >= 2 && text.size() <= kMostDigits && text.front() != '0' &&
         std::ranges::all_of(text, [](char symbol) { return symbol >= '0' && symbol <= '9'; });
}

}  // namespace

std::string read_phone(const std::string& text) {
  std::string digits = text.starts_with('+') ? text.substr(1) : text;
  std::erase(digits, ' ');
  if (!is_phone_number(digits))
    throw validation_failed("Invalid phone number format (E.164 required)");
  return digits;
}

void require_phone_channel(const JsonBody& body) {
  const std::string channel = body.optional_text("channel", 32).value_or("");
  if (channel.empty() || channel == "sms") return;
  throw validation_failed(
      "Invalid channel, supported values are 'sms' or 'whatsapp'. 'whatsapp' is only supported if "
      "Twilio or Twilio Verify is used as the provider.");
}

NewIdentity phone_identity(const std::string& digits, bool is_confirmed) {
  NewIdentity wanted;
  wanted.provider = kPhoneProvider;
  wanted.subject = digits;
  wanted.is_confirmed = is_confirmed;
  return wanted;
}

std::optional<Identity> find_phone_identity(Transaction& transaction, const std::string& digits) {
  return find_identity_by_subject(transaction, kPhoneProvider, "", digits);
}

std::optional<Identity> phone_identity_of(Transaction& transaction, const std::string& user_id) {
  for (const Identity& identity : identities_of(transaction, user_id)) {
    if (identity.provider == kPhoneProvider) return identity;
  }
  return std::nullopt;
}

}  // namespace hufu::mock::gotrue
