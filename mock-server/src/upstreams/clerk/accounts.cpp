// Who exists at the fake Clerk.
#include "upstreams/clerk/accounts.h"

#include <nlohmann/json.hpp>

#include "crypto/random.h"

namespace hufu::mock::clerk {
namespace {

using nlohmann::json;

// Clerk's ids are a kind and a KSUID: 27 letters and digits.
std::string new_id(const std::string& kind) {
  constexpr std::string_view kBase62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return kind + "_2" + random_symbols(26, kBase62);
}

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

std::string email_id_of(const User& user) { return "idn_" + user.id.substr(user.id.find('_') + 1); }

json email_addresses_of(const User& user) {
  if (user.email.empty()) return json::array();
  const json verification = {{"status", user.email_verified ? "verified" : "unverified"},
                             {"strategy", "email_code"},
                             {"attempts", 1},
                             {"expire_at", user.created_ms + 600'000}};
  return json::array({{{"id", email_id_of(user)},
                       {"object", "email_address"},
                       {"email_address", user.email},
                       {"reserved", false},
                       {"verification", verification},
                       {"linked_to", json::array()},
                       {"matches_sso_connection", false},
                       {"created_at", user.created_ms},
                       {"updated_at", user.created_ms}}});
}

}  // namespace

User& Accounts::add(User user) {
  if (user.id.empty()) user.id = new_id("user");
  if (user.image_url.empty()) user.image_url = "https://img.clerk.com/" + random_hex(16);
  user.created_ms = clock_->now_ms();
  return users_.insert_or_assign(user.id, user).first->second;
}

User* Accounts::find(const std::string& user_id) {
  const auto found = users_.find(user_id);
  return found == users_.end() ? nullptr : &found->second;
}

Session& Accounts::sign_in(User& user) {
  user.last_sign_in_ms = clock_->now_ms();
  Session session{new_id("sess"), user.id, user.last_sign_in_ms};
  latest_session_of_[user.id] = session.id;
  return sessions_.emplace(session.id, session).first->second;
}

Session* Accounts::find_session(const std::string& session_id) {
  const auto found = sessions_.find(session_id);
  return found == sessions_.end() ? nullptr : &found->second;
}

Session& Accounts::latest_session(User& user) {
  const auto latest = latest_session_of_.find(user.id);
  return latest == latest_session_of_.end() ? sign_in(user) : sessions_.at(latest->second);
}

json as_backend_api_user(const User& user) {
  return {
      {"id", user.id},
      {"object", "user"},
      {"username", text_or_null(user.username)},
      {"first_name", text_or_null(user.first_name)},
      {"last_name", text_or_null(user.last_name)},
      {"locale", nullptr},
      {"image_url", user.image_url},
      {"has_image", true},
      {"primary_email_address_id", user.email.empty() ? json(nullptr) : json(email_id_of(user))},
      {"primary_phone_number_id", nullptr},
      {"primary_web3_wallet_id", nullptr},
      {"password_enabled", false},
      {"two_factor_enabled", false},
      {"totp_enabled", false},
      {"backup_code_enabled", false},
      {"email_addresses", email_addresses_of(user)},
      {"phone_numbers", json::array()},
      {"web3_wallets", json::array()},
      {"passkeys", json::array()},
      {"external_accounts", json::array()},
      {"enterprise_accounts", json::array()},
      {"public_metadata", json::object()},
      {"private_metadata", json::object()},
      {"unsafe_metadata", json::object()},
      {"external_id", nullptr},
      {"last_sign_in_at", user.last_sign_in_ms == 0 ? json(nullptr) : json(user.last_sign_in_ms)},
      {"banned", user.banned},
      {"locked", false},
      {"lockout_expires_in_seconds", nullptr},
      {"verification_attempts_remaining", 100},
      {"created_at", user.created_ms},
      {"updated_at", user.created_ms},
      {"delete_self_enabled", true},
      {"create_organization_enabled", true},
      {"last_active_at", user.last_sign_in_ms == 0 ? json(nullptr) : json(user.last_sign_in_ms)},
      {"mfa_enabled_at", nullptr},
      {"mfa_disabled_at", nullptr},
      {"legal_accepted_at", nullptr},
      {"profile_image_url", user.image_url}};
}

}  // namespace hufu::mock::clerk
