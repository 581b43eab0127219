// GET /api/user/export and DELETE /api/user: what is kept about a person is theirs to have and to
// end (PIPL, articles 45 and 47).
#include <nlohmann/json.hpp>

#include "crypto/encoding.h"
#include "people/caller.h"
#include "people/leaving.h"
#include "store/person_data.h"
#include "store/user_metadata.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

Json profile_of(const User& user) {
  return {{"id", user.id},
          {"nickname", user.nickname},
          {"avatarUrl", user.avatar_url},
          {"email", user.email},
          {"phone", user.phone},
          {"gender", user.gender},
          {"registrationSource", user.registration_source},
          {"createdAt", user.created_ms},
          {"updatedAt", user.updated_ms}};
}

Json identities_json(Transaction& transaction, const std::string& user_id) {
  Json all = Json::array();
  for (const Identity& identity : identities_of(transaction, user_id)) {
    all.push_back({{"provider", identity.provider},
                   {"appId", identity.app_id},
                   {"subject", identity.subject},
                   {"unionid", identity.unionid},
                   {"name", identity.verified_name},
                   {"email", identity.verified_email},
                   {"createdAt", identity.created_ms}});
  }
  return all;
}

Json sessions_json(Transaction& transaction, const std::string& user_id) {
  Json all = Json::array();
  for (const Session& session : sessions_of(transaction, user_id)) {
    all.push_back({{"platform", session.platform},
                   {"createdAt", session.created_ms},
                   {"renewedAt", session.rotated_ms},
                   {"signedInAt", session.authenticated_ms},
                   {"endedAt", session.ended_ms},
                   {"endReason", session.end_reason}});
  }
  return all;
}

Json picture_json(Transaction& transaction, const std::string& user_id) {
  const std::optional<Avatar> avatar = avatar_of(transaction, user_id);
  if (!avatar) return nullptr;
  return {{"contentType", avatar->content_type}, {"base64", encode_base64(avatar->bytes)}};
}

Json everything_of(Transaction& transaction, const User& user) {
  Json all;
  all["exportedAt"] = transaction.now_ms();
  all["profile"] = profile_of(user);
  all["formerIds"] = user.absorbed_ids;
  all["identities"] = identities_json(transaction, user.id);
  all["sessions"] = sessions_json(transaction, user.id);
  all["picture"] = picture_json(transaction, user.id);
  all["metadata"] = Json::parse(find_user_metadata(transaction, user.id), nullptr, false);
  return all;
}

}  // namespace

asio::awaitable<Response> export_account(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  require_fresh_sign_in(caller);
  auto work = [caller](Transaction& transaction) {
    return everything_of(transaction, require_active_user(transaction, caller.user.id));
  };
  const Json everything = co_await backend.database.run(std::move(work));
  Response response = json_response(200, everything);
  response.headers.set("Content-Disposition", "attachment; filename=\"account.json\"");
  co_return response;
}

asio::awaitable<Response> delete_account(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  require_fresh_sign_in(caller);
  auto work = [&config = backend.config, caller](Transaction& transaction) {
    const User user = require_active_user(transaction, caller.user.id);
    erase_account(transaction, config, user.id, "asked for");
  };
  co_await backend.database.run(std::move(work));
  backend.mail.ring();
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
