// The user and the session as GoTrue's clients get them.
#include "gotrue/user_answer.h"

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "backend/tokens.h"
#include "gotrue/metadata.h"
#include "gotrue/tokens.h"

namespace hufu::mock {
namespace {

using Json = nlohmann::json;

std::string iso_time(WallMs at_ms) {
  const std::time_t seconds = static_cast<std::time_t>(at_ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char day[32];
  std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string milliseconds = std::to_string(1000 + at_ms % 1000).substr(1);
  return std::string(day) + "." + milliseconds + "Z";
}

bool is_email(const Identity& identity) { return identity.provider == "email"; }

std::string email_of(const Identity& identity) {
  return is_email(identity) ? identity.subject : identity.verified_email;
}

Json identity_data(const Identity& identity) {
  Json data;
  data["sub"] = is_email(identity) ? identity.user_id : identity.subject;
  const std::string email = email_of(identity);
  if (!email.empty()) data["email"] = email;
  // An address that nobody has proved stays unproved, although it opens the account (B15).
  data["email_verified"] = !email.empty() && !is_email(identity);
  data["phone_verified"] = false;
  if (!identity.verified_name.empty()) data["full_name"] = identity.verified_name;
  return data;
}

Json identity_json(Transaction& transaction, const Identity& identity) {
  const WallMs signed_in_ms = last_sign_in_by_identity_ms(transaction, identity.id);
  Json entry;
  entry["identity_id"] = identity.id;
  entry["id"] = is_email(identity) ? identity.user_id : identity.subject;
  entry["user_id"] = identity.user_id;
  entry["identity_data"] = identity_data(identity);
  entry["provider"] = gotrue_provider_of(identity);
  entry["last_sign_in_at"] = iso_time(std::max(signed_in_ms, identity.created_ms));
  entry["created_at"] = iso_time(identity.created_ms);
  entry["updated_at"] = iso_time(std::max(identity.looked_up_ms, identity.created_ms));
  const std::string email = email_of(identity);
  if (!email.empty()) entry["email"] = email;
  return entry;
}

Json app_metadata(const std::vector<Identity>& identities) {
  Json metadata = Json::object();
  if (identities.empty()) return metadata;
  metadata["provider"] = gotrue_provider_of(identities.front());
  metadata["providers"] = Json::array();
  for (const Identity& identity : identities)
    metadata["providers"].push_back(gotrue_provider_of(identity));
  return metadata;
}

// "+86 138…" is kept, "86138…" is what GoTrue shows.
std::string digits_of(std::string phone) {
  std::erase_if(phone, [](char symbol) { return symbol < '0' || symbol > '9'; });
  return phone;
}

void add_contacts(Json& answer, const User& user, const std::vector<Identity>& identities) {
  answer["email"] = "";
  answer["phone"] = digits_of(user.phone);
  for (const Identity& identity : identities) {
    const std::string email = email_of(identity);
    if (email.empty()) continue;
    answer["email"] = email;
    answer["email_confirmed_at"] = iso_time(identity.created_ms);
    answer["confirmed_at"] = answer["email_confirmed_at"];
    break;
  }
}

// As MemFire's fork shows them.
void add_wechat_ids(Json& answer, const std::vector<Identity>& identities) {
  for (const Identity& identity : identities) {
    if (identity.provider != "wechat") continue;
    answer["wechat_id"] = identity.subject;
    answer["wechat_unionid"] = identity.unionid;
  }
}

std::string method_of(Transaction& transaction, const Session& session) {
  if (session.identity_id.empty()) return "anonymous";
  const std::optional<Identity> identity = find_identity(transaction, session.identity_id);
  return identity && is_email(*identity) ? "password" : "oauth";
}

}  // namespace

std::string gotrue_provider_of(const Identity& identity) {
  return identity.provider == "wechat" ? "wechat_mini" : identity.provider;
}

Json gotrue_user_json(Transaction& transaction, const User& user) {
  const std::vector<Identity> identities = identities_of(transaction, user.id);
  const WallMs signed_in_ms = last_sign_in_ms(transaction, user.id);
  Json answer;
  answer["id"] = user.id;
  answer["aud"] = "authenticated";
  answer["role"] = "authenticated";
  add_contacts(answer, user, identities);
  answer["app_metadata"] = app_metadata(identities);
  answer["user_metadata"] = shown_metadata(transaction, user);
  answer["identities"] = Json::array();
  for (const Identity& identity : identities)
    answer["identities"].push_back(identity_json(transaction, identity));
  if (signed_in_ms > 0) answer["last_sign_in_at"] = iso_time(signed_in_ms);
  answer["created_at"] = iso_time(user.created_ms);
  answer["updated_at"] = iso_time(user.updated_ms);
  answer["is_anonymous"] = identities.empty();
  add_wechat_ids(answer, identities);
  return answer;
}

Json gotrue_session_json(Transaction& transaction, const Gotrue& gotrue, const Session& session,
                         const User& user) {
  const WallMs now_ms = transaction.now_ms();
  const auto life_s = gotrue.config.access_token_life.count();
  const std::string method = method_of(transaction, session);
  Json answer;
  answer["user"] = gotrue_user_json(transaction, user);
  answer["access_token"] = make_gotrue_token(gotrue, session, answer["user"], method, now_ms);
  answer["token_type"] = "bearer";
  answer["expires_in"] = life_s;
  answer["expires_at"] = now_ms / 1000 + life_s;
  answer["refresh_token"] = make_refresh_token(gotrue.backend.secrets, session, session.counter);
  return answer;
}

}  // namespace hufu::mock
