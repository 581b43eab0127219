// DELETE /user/identities/{identity_id}: one way to sign in is taken off the account (B14).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "gotrue/errors.h"
#include "gotrue/identity_rules.h"
#include "gotrue/ids.h"
#include "gotrue/wechat_people.h"
#include "store/audit.h"
#include "store/bindings.h"
#include "store/credentials.h"
#include "store/device_grants.h"

namespace hufu::mock::gotrue {
namespace {

Identity find_leaving(const std::vector<Identity>& all, const std::string& id) {
  if (!is_uuid(id)) throw Error(404, "validation_failed", "identity_id must be an UUID");
  if (all.size() <= 1) {
    throw Error(422, "single_identity_not_deletable",
                "User must have at least 1 identity after unlinking");
  }
  const auto found =
      std::ranges::find_if(all, [&](const Identity& identity) { return identity.id == id; });
  if (found == all.end()) throw Error(422, "identity_not_found", "Identity doesn't exist");
  return *found;
}

void unlink(Transaction& transaction, const Gotrue& gotrue, const Caller& caller,
            const std::string& id) {
  lock_users(transaction, caller.user.id, caller.user.id);
  const Identity leaving = find_leaving(identities_of(transaction, caller.user.id), id);
  require_fresh_for_identities(transaction, gotrue, caller);
  release_identity(transaction, leaving);
  drop_password_hash(transaction, leaving.id);
  end_sessions_of_identity(transaction, leaving.id, "unlinked");
  deny_device_grants_of_identity(transaction, leaving.id);
  end_bindings_of_user(transaction, caller.user.id, "");
  renew_sessions_of(transaction, caller.user.id);
  write_audit(transaction, "unlinked", caller.user.id, leaving.id, leaving.provider);
}

}  // namespace

boost::asio::awaitable<Response> unlink_identity(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  const std::string id = request.parameter("identity_id");
  co_await require_linking_by_hand(gotrue, token);
  auto work = [&gotrue, token, id](Transaction& transaction) {
    unlink(transaction, gotrue, find_caller(transaction, gotrue, token), id);
  };
  co_await gotrue.database.run(std::move(work));
  co_return json_response(200, nlohmann::json::object());
}

}  // namespace hufu::mock::gotrue
