// DELETE /api/identities/{provider}: one way to sign in is taken off the account (B14).
#include <nlohmann/json.hpp>

#include "http/errors.h"
#include "people/caller.h"
#include "people/leaving.h"
#include "unified/profile_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

std::string read_provider(const Request& request) {
  const std::string& provider = request.parameter("provider");
  if (provider == "web" || provider == "clerk") return "clerk";
  if (provider == "wechat") return provider;
  throw HttpError(404, "identity_not_found", "This account has no such sign-in.");
}

Json unbind(Transaction& transaction, const Caller& caller, const std::string& provider) {
  lock_users(transaction, caller.user.id, caller.user.id);
  const std::vector<Identity> all = identities_of(transaction, caller.user.id);
  const Identity* leaving = nullptr;
  for (const Identity& identity : all) {
    if (identity.provider == provider) leaving = &identity;
  }
  if (leaving == nullptr)
    throw HttpError(404, "identity_not_found", "This account has no such sign-in.");
  if (all.size() == 1) {
    throw HttpError(422, "single_identity_not_deletable",
                    "This is the only way to sign in to this account.");
  }
  take_off(transaction, *leaving);
  return profile_json(transaction, caller.user.id, caller.platform);
}

}  // namespace

asio::awaitable<Response> unbind_identity(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string provider = read_provider(request);
  require_fresh_sign_in(caller);
  auto work = [caller, provider](Transaction& transaction) {
    return unbind(transaction, caller, provider);
  };
  const Json profile = co_await backend.database.run(std::move(work));
  co_return json_response(200, profile);
}

}  // namespace hufu::mock::unified
