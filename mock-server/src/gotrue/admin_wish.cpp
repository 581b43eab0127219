// What an application's server wants a person to be.
#include "gotrue/admin_wish.h"

#include "gotrue/ban_duration.h"
#include "gotrue/body.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/ids.h"
#include "gotrue/phone.h"
#include "people/revocation.h"
#include "store/identities.h"

namespace hufu::mock::gotrue {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargestBytes = 3 * 1024;

std::string read_id(const JsonBody& body) {
  const std::string id = body.optional_text("id", 64).value_or("");
  if (!id.empty() && !is_uuid(id)) throw validation_failed("ID must conform to the uuid v4 format");
  return id;
}

std::optional<std::int64_t> read_ban(const JsonBody& body) {
  const std::string text = body.optional_text("ban_duration", 64).value_or("");
  if (text.empty()) return std::nullopt;
  const std::optional<std::int64_t> duration_ms = read_duration_ms(text);
  if (!duration_ms) throw validation_failed("invalid format for ban duration");
  return duration_ms;
}

// How one signs in is not for anybody to say: it shows what there is.
void merge_app_metadata(User& user, const Json& wanted) {
  Json metadata = user.app_metadata.empty() ? Json::object() : Json::parse(user.app_metadata);
  for (const auto& [name, value] : wanted.items()) {
    metadata[name] = value;
    if (value.is_null()) metadata.erase(name);
  }
  metadata.erase("provider");
  metadata.erase("providers");
  user.app_metadata = metadata.empty() ? "" : metadata.dump();
  if (user.app_metadata.size() > kLargestBytes)
    throw Error(422, "validation_failed", "App metadata cannot be larger than 3 KiB");
}

void ban(Transaction& transaction, User& user, std::int64_t ban_ms) {
  user.banned_until_ms = ban_ms == 0 ? 0 : transaction.now_ms() + ban_ms;
  user.state = ban_ms > 0 ? "banned" : "active";
  if (ban_ms > 0) call_off_admissions(transaction, user.id);
}

void confirm(Transaction& transaction, const User& user, const char* provider) {
  for (const Identity& identity : identities_of(transaction, user.id)) {
    if (identity.provider == provider) confirm_identity(transaction, identity);
  }
}

}  // namespace

AdminWish read_admin_wish(const Request& request) {
  const JsonBody body = read_body(request);
  AdminWish wish;
  wish.id = read_id(body);
  const std::string email = body.optional_text("email", 1024).value_or("");
  if (!email.empty()) wish.email = read_email(email);
  const std::string phone = body.optional_text("phone", 64).value_or("");
  if (!phone.empty()) wish.phone = read_phone(phone);
  wish.role = body.optional_text("role", 255).value_or("");
  wish.password = body.optional_text("password", 4096);
  if (!body.optional_text("password_hash", 4096).value_or("").empty())
    throw validation_failed("Passwords are kept as hashes of another kind here: send the password");
  wish.confirms_email = body.flag_or("email_confirm", false);
  wish.confirms_phone = body.flag_or("phone_confirm", false);
  wish.user_metadata = body.optional_object("user_metadata");
  wish.app_metadata = body.optional_object("app_metadata");
  wish.ban_ms = read_ban(body);
  return wish;
}

void administer(Transaction& transaction, User& user, const AdminWish& wish) {
  if (!wish.role.empty()) user.role = wish.role;
  if (!wish.app_metadata.is_null()) merge_app_metadata(user, wish.app_metadata);
  if (wish.ban_ms) ban(transaction, user, *wish.ban_ms);
  if (wish.confirms_email) confirm(transaction, user, "email");
  if (wish.confirms_phone) confirm(transaction, user, "phone");
  save_administration(transaction, user);
}

std::string read_user_id(const Request& request) {
  const std::string& id = request.parameter("user_id");
  if (!is_uuid(id)) throw Error(404, "validation_failed", "user_id must be an UUID");
  return id;
}

User find_administered(Transaction& transaction, const std::string& user_id) {
  const std::optional<User> user = find_user(transaction, user_id);
  if (!user || !user->merged_into.empty()) throw Error(404, "user_not_found", "User not found");
  return *user;
}

}  // namespace hufu::mock::gotrue
