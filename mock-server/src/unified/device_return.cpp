// POST /oauth/device_return: the page that began on this telephone is told what the mini-program
// showed after its person agreed. Whoever only sent a link to somebody has no such code.
#include "crypto/digest.h"
#include "http/errors.h"
#include "people/caller.h"
#include "store/audit.h"
#include "unified/device_grant.h"
#include "unified/oauth_form.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr int kReturnTries = 5;

HttpError count_wrong_code(Transaction& transaction, DeviceGrant grant) {
  const std::string from = grant.state;
  ++grant.wrong_returns;
  if (grant.wrong_returns >= kReturnTries) grant.state = "denied";
  save_device_grant(transaction, grant, from);
  if (grant.wrong_returns >= kReturnTries) {
    write_audit(transaction, "device_denied", grant.user_id, grant.id, "wrong return codes");
    return oauth_error("access_denied", "Five wrong codes. Start again.");
  }
  HttpError error(422, "wrong_number", "This is not the code that the mini-program shows.");
  error.detail = std::make_pair(std::string("attemptsLeft"), kReturnTries - grant.wrong_returns);
  return error;
}

Json who_agreed(Transaction& transaction, const DeviceGrant& grant) {
  const std::optional<User> user = find_user(transaction, grant.user_id);
  Json answer;
  answer["nickname"] = user ? user->nickname : "";
  answer["avatarUrl"] = user ? user->avatar_url : "";
  return answer;
}

GrantOutcome enter(Transaction& transaction, const Secrets& secrets, DeviceGrant grant,
                   const std::string& typed) {
  const std::string from = grant.state;
  if (!equal_in_constant_time(return_code_of(secrets, grant), typed))
    return count_wrong_code(transaction, grant);
  if (from == "approved") return who_agreed(transaction, grant);  // the answer got lost
  grant.state = "approved";
  if (!save_device_grant(transaction, grant, from)) return no_longer_there();
  write_audit(transaction, "device_returned", grant.user_id, grant.id, "");
  return who_agreed(transaction, grant);
}

GrantOutcome find_and_enter(Transaction& transaction, const Secrets& secrets,
                            const std::string& device_code, const std::string& platform,
                            const std::string& typed) {
  const auto grant = find_grant_of_device(transaction, secrets, device_code, platform);
  if (!grant || grant->is_over_at(transaction.now_ms()) || grant->state == "redeemed")
    return no_longer_there();
  if (grant->state == "denied") return oauth_error("access_denied", "The request was denied.");
  if (grant->sealed_return_code.empty())
    return oauth_error("authorization_pending", "Nobody has agreed yet.");
  return enter(transaction, secrets, *grant, typed);
}

}  // namespace

asio::awaitable<Response> enter_return_code(Backend& backend, Request request) {
  const Form form = read_form(request);
  const std::string device_code = field(form, "device_code", 128);
  const std::string typed = field(form, "code", 16);
  const std::string platform = read_platform(request);
  auto work = [&backend, device_code, platform, typed](Transaction& transaction) {
    return find_and_enter(transaction, backend.secrets, device_code, platform, typed);
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  co_return json_response(200, require_done(std::move(outcome)));
}

}  // namespace hufu::mock::unified
