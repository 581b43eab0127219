// GET and PUT /api/user/profile.
#include <nlohmann/json.hpp>

#include "http/errors.h"
#include "http/json_body.h"
#include "people/caller.h"
#include "people/clerk_profile.h"
#include "people/linking.h"
#include "people/profile_rules.h"
#include "store/audit.h"
#include "unified/profile_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct ProfileChange {
  std::optional<std::string> nickname;
  std::optional<std::string> avatar_url;
};

ProfileChange read_change(const Request& request, const Config& config) {
  const JsonBody body(request);
  body.allow_only({"nickname", "avatarUrl"});
  ProfileChange change;
  change.nickname = body.optional_text("nickname", 1024);
  change.avatar_url = body.optional_text("avatarUrl", 1024);
  if (change.nickname && !is_acceptable_nickname(*change.nickname)) {
    throw invalid_request(
        "The nickname has to be 1 to 64 bytes of text without control characters.");
  }
  const bool clears_avatar = change.avatar_url && change.avatar_url->empty();
  if (change.avatar_url && !clears_avatar && !is_acceptable_avatar(config, *change.avatar_url)) {
    throw invalid_request(
        "The avatarUrl has to be an uploaded picture, or https from WeChat's or Clerk's picture "
        "hosts.");
  }
  return change;
}

Json shown_again(Transaction& transaction, const Caller& caller) {
  const std::optional<Identity> identity = find_identity(transaction, caller.identity.id);
  if (!identity) return profile_json(caller.user, caller.identities, caller.platform);
  return profile_json(transaction, identity->user_id, caller.platform);
}

Json change(Transaction& transaction, const Caller& caller, const ProfileChange& wanted) {
  User user = require_still_there(transaction, caller);
  if (wanted.nickname) user.nickname = *wanted.nickname;
  if (wanted.avatar_url) user.avatar_url = *wanted.avatar_url;
  user.nickname_set_here = user.nickname_set_here || wanted.nickname;
  user.avatar_set_here = user.avatar_set_here || wanted.avatar_url;
  if (wanted.nickname || wanted.avatar_url) {
    user.has_data = true;
    save_user(transaction, user);
    write_audit(transaction, "profile_changed", user.id, caller.session_id, "");
  }
  return profile_json(transaction, user.id, caller.platform);
}

}  // namespace

Json profile_json(Transaction& transaction, const std::string& user_id,
                  const std::string& platform) {
  const User user = find_user(transaction, user_id).value();
  return profile_json(user, identities_of(transaction, user_id), platform);
}

Json profile_json(const User& user, const std::vector<Identity>& identities,
                  const std::string& platform) {
  Json profile = user_json(user);
  profile["email"] = user.email;
  profile["phone"] = user.phone;
  profile["platform"] = platform;
  profile["identities"] = Json::array();
  for (const Identity& identity : identities) {
    Json entry;
    entry["provider"] = identity.provider;
    entry["half"] = half_of(identity);
    entry["email"] = identity.verified_email;
    entry["createdAt"] = identity.created_ms;
    profile["identities"].push_back(entry);
  }
  return profile;
}

asio::awaitable<Response> show_profile(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, std::move(request.headers));
  const bool is_new = caller.identity.provider == "clerk" && caller.identity.looked_up_ms == 0;
  if (!is_new)
    co_return json_response(200, profile_json(caller.user, caller.identities, caller.platform));
  // Clerk was asked who that is, and had not answered when this was read: a moment later, or
  // already, they have a name.
  co_await wait_for_clerk_lookup(backend, caller.identity.id);
  auto again = [caller](Transaction& transaction) { return shown_again(transaction, caller); };
  const Json profile = co_await backend.database.run(std::move(again));
  co_return json_response(200, profile);
}

asio::awaitable<Response> change_profile(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const ProfileChange wanted = read_change(request, backend.config);
  auto work = [caller, wanted](Transaction& transaction) {
    return change(transaction, caller, wanted);
  };
  const Json profile = co_await backend.database.run(std::move(work));
  co_return json_response(200, profile);
}

}  // namespace hufu::mock::unified
