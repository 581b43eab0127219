// The user and the session as GoTrue's clients get them.
#include "gotrue/user_answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crypto/random.h"
#include "gotrue/factors.h"
#include "gotrue/metadata.h"
#include "gotrue/one_time.h"
#include "gotrue/times.h"
#include "gotrue/tokens.h"
#include "people/token_life.h"
#include "people/tokens.h"
#include "store/pending_emails.h"

namespace hufu::mock::gotrue {
namespace {

using Json = nlohmann::json;

bool is_email(const Identity& identity) { return identity.provider == "email"; }
bool is_phone(const Identity& identity) { return identity.provider == "phone"; }
// Known by what the person typed, not by what a provider calls them.
bool is_own(const Identity& identity) { return is_email(identity) || is_phone(identity); }

std::string email_of(const Identity& identity) {
  return is_email(identity) ? identity.subject : identity.verified_email;
}

Json identity_data(const Identity& identity) {
  Json data;
  data["sub"] = is_own(identity) ? identity.user_id : identity.subject;
  const std::string email = email_of(identity);
  if (!email.empty()) data["email"] = email;
  // An address that nobody has proved stays unproved, although it opens the account (B15).
  data["email_verified"] = !email.empty() && identity.verified_email == email;
  data["phone_verified"] = false;
  if (is_phone(identity)) data["phone"] = identity.subject;
  if (!is_own(identity)) data["provider_id"] = identity.subject;
  if (!identity.verified_name.empty()) data["full_name"] = data["name"] = identity.verified_name;
  return data;
}

Json identity_json(Transaction& transaction, const Identity& identity) {
  const WallMs signed_in_ms = last_sign_in_by_identity_ms(transaction, identity.id);
  Json entry;
  entry["identity_id"] = identity.id;
  entry["id"] = is_own(identity) ? identity.user_id : identity.subject;
  entry["user_id"] = identity.user_id;
  entry["identity_data"] = identity_data(identity);
  entry["provider"] = provider_of(identity);
  entry["last_sign_in_at"] = iso_time(std::max(signed_in_ms, identity.created_ms));
  entry["created_at"] = iso_time(identity.created_ms);
  entry["updated_at"] = iso_time(std::max(identity.looked_up_ms, identity.created_ms));
  const std::string email = email_of(identity);
  if (!email.empty()) entry["email"] = email;
  return entry;
}

// How the person signs in, and what the application's servers keep.
Json app_metadata(const User& user, const std::vector<Identity>& identities) {
  Json metadata = user.app_metadata.empty() ? Json::object() : Json::parse(user.app_metadata);
  if (identities.empty()) return metadata;
  metadata["provider"] = provider_of(identities.front());
  metadata["providers"] = Json::array();
  for (const Identity& identity : identities)
    metadata["providers"].push_back(provider_of(identity));
  return metadata;
}

// "+86 138…" is kept, "86138…" is what GoTrue shows.
std::string digits_of(std::string phone) {
  std::erase_if(phone, [](char symbol) { return symbol < '0' || symbol > '9'; });
  return phone;
}

void show_confirmation(Json& answer, const char* name, const Identity& identity) {
  const WallMs at_ms = is_own(identity) ? identity.confirmed_ms : identity.created_ms;
  if (at_ms == 0) return;
  answer[name] = iso_time(at_ms);
  if (!answer.contains("confirmed_at")) answer["confirmed_at"] = answer[name];
}

void add_contacts(Json& answer, const User& user, const std::vector<Identity>& identities,
                  const std::optional<PendingEmail>& pending) {
  answer["email"] = "";
  answer["phone"] = digits_of(user.phone);
  const auto with_email = std::ranges::find_if(
      identities, [](const Identity& identity) { return !email_of(identity).empty(); });
  if (with_email != identities.end()) {
    answer["email"] = email_of(*with_email);
    show_confirmation(answer, "email_confirmed_at", *with_email);
  }
  const auto with_phone = std::ranges::find_if(identities, is_phone);
  if (with_phone != identities.end()) {
    answer["phone"] = with_phone->subject;
    show_confirmation(answer, "phone_confirmed_at", *with_phone);
  }
  if (!pending) return;
  const bool is_change = pending->email != answer["email"];
  answer[is_change ? "email_change_sent_at" : "confirmation_sent_at"] = iso_time(pending->asked_ms);
  if (is_change) answer["new_email"] = pending->email;
}

// What was sent when, and the number that waits for its code.
void add_sent(Json& answer, const std::vector<OneTimeToken>& tokens) {
  for (const OneTimeToken& token : tokens) {
    const std::string at = iso_time(token.sent_ms);
    if (token.kind == one_time::kRecovery) answer["recovery_sent_at"] = at;
    if (token.kind == one_time::kReauthentication) answer["reauthentication_sent_at"] = at;
    if (token.kind != one_time::kPhoneChange || token.link_hmac.empty()) continue;
    answer["phone_change_sent_at"] = at;
    answer["new_phone"] = token.address;
  }
}

// As a sign-up with an address leaves it: what it says of that address is the account's word for
// it, never a provider's, and nothing is linked by it (B15).
void add_email_claims(Json& metadata, const User& user, const std::vector<Identity>& identities) {
  const auto identity = std::ranges::find_if(identities, is_email);
  // Whom a server made has no metadata but what that server said.
  if (identity == identities.end() || user.registration_source == "server") return;
  const Json claims = {{"sub", user.id},
                       {"email", identity->subject},
                       {"email_verified", identity->confirmed_ms != 0},
                       {"phone_verified", false}};
  for (const auto& [name, value] : claims.items()) {
    if (!metadata.contains(name)) metadata[name] = value;
  }
}

void add_administration(Json& answer, const User& user) {
  if (user.invited_ms != 0) answer["invited_at"] = iso_time(user.invited_ms);
  if (user.banned_until_ms != 0) answer["banned_until"] = iso_time(user.banned_until_ms);
  if (user.deleted_ms != 0) answer["deleted_at"] = iso_time(user.deleted_ms);
}

// As MemFire's fork shows them.
void add_wechat_ids(Json& answer, const std::vector<Identity>& identities) {
  for (const Identity& identity : identities) {
    if (identity.provider != "wechat") continue;
    answer["wechat_id"] = identity.subject;
    answer["wechat_unionid"] = identity.unionid;
  }
}

}  // namespace

std::string provider_of(const Identity& identity) {
  return identity.provider == "wechat" ? "wechat_mini" : identity.provider;
}

Json user_json(Transaction& transaction, const User& user) {
  const std::vector<Identity> identities = identities_of(transaction, user.id);
  const WallMs signed_in_ms = last_sign_in_ms(transaction, user.id);
  Json answer;
  answer["id"] = user.id;
  answer["aud"] = "authenticated";
  answer["role"] = user.role.empty() ? "authenticated" : user.role;
  const std::optional<PendingEmail> pending = find_pending_email(transaction, user.id);
  add_contacts(answer, user, identities, pending);
  add_sent(answer, one_time_tokens_of(transaction, user.id));
  answer["app_metadata"] = app_metadata(user, identities);
  answer["user_metadata"] = shown_metadata(transaction, user);
  add_email_claims(answer["user_metadata"], user, identities);
  answer["identities"] = Json::array();
  for (const Identity& identity : identities)
    answer["identities"].push_back(identity_json(transaction, identity));
  for (const Factor& factor : factors_of(transaction, user.id))
    answer["factors"].push_back(factor_json(factor));
  if (signed_in_ms > 0) answer["last_sign_in_at"] = iso_time(signed_in_ms);
  answer["created_at"] = iso_time(user.created_ms);
  answer["updated_at"] = iso_time(user.updated_ms);
  answer["is_anonymous"] = identities.empty() && user.deleted_ms == 0;
  add_administration(answer, user);
  add_wechat_ids(answer, identities);
  return answer;
}

Json made_up_user_json(const MadeUp& somebody, const Json& data, WallMs now_ms) {
  const std::string now = iso_time(now_ms);
  Json answer = {
      {"id", random_uuid()},
      {"aud", "authenticated"},
      {"role", ""},
      {"email", ""},
      {"phone", ""},
      {"confirmation_sent_at", now},
      {"app_metadata",
       {{"provider", somebody.provider}, {"providers", Json::array({somebody.provider})}}},
      {"user_metadata", data},
      {"identities", Json::array()},
      {"created_at", now},
      {"updated_at", now},
      {"is_anonymous", false}};
  answer[somebody.provider] = somebody.address;
  return answer;
}

Json session_json(Transaction& transaction, const Gotrue& gotrue, const Session& session,
                  const User& user) {
  const WallMs now_ms = transaction.now_ms();
  const auto life_s = gotrue.token_life().count();
  Json answer;
  answer["user"] = user_json(transaction, user);
  answer["access_token"] = make_token(gotrue, session, answer["user"], now_ms);
  answer["token_type"] = "bearer";
  const LifeForm form = gotrue.oddities().life_form;
  tell_life(answer, "expires_in", life_s, form);
  if (form != LifeForm::absent) answer["expires_at"] = now_ms / 1000 + life_s;
  answer["refresh_token"] = make_refresh_token(gotrue.backend.secrets, session, session.counter);
  return answer;
}

Json renewed_session_json(Transaction& transaction, const Gotrue& gotrue, const Session& session,
                          const User& user) {
  Json answer = session_json(transaction, gotrue, session, user);
  if (gotrue.oddities().keeps_refresh_tokens) answer.erase("refresh_token");
  return answer;
}

}  // namespace hufu::mock::gotrue
