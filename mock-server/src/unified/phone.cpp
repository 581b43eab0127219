// POST /api/user/phone: the code of the phone-number button becomes a number in the profile.
#include <nlohmann/json.hpp>

#include "http/errors.h"
#include "http/json_body.h"
#include "people/caller.h"
#include "store/audit.h"
#include "unified/profile_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

Json keep_number(Transaction& transaction, const Caller& caller, const std::string& number) {
  User user = require_still_there(transaction, caller);
  user.phone = number;
  user.has_data = true;
  save_user(transaction, user);
  write_audit(transaction, "phone_bound", user.id, caller.session_id, "");
  return profile_json(transaction, user.id, caller.platform);
}

// With the openid WeChat checks that the code was made by the same person.
std::string openid_of(const Caller& caller) {
  return caller.identity.provider == "wechat" ? caller.identity.subject : "";
}

}  // namespace

asio::awaitable<Response> bind_phone(Backend& backend, Request request) {
  Caller caller = co_await authenticate(backend, request.headers);
  const std::string code = JsonBody(request).text("code", 512);
  const std::string openid = openid_of(caller);
  const std::string number = co_await backend.wechat.read_phone_number(code, openid);
  auto work = [caller, number](Transaction& transaction) {
    return keep_number(transaction, caller, number);
  };
  const Json profile = co_await backend.database.run(std::move(work));
  co_return json_response(200, profile);
}

}  // namespace hufu::mock::unified
