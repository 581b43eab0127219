// GET /user: who is signed in.
#include <nlohmann/json.hpp>

#include "gotrue/caller.h"
#include "gotrue/user_answer.h"

namespace hufu::mock {

boost::asio::awaitable<Response> gotrue_show_user(Gotrue& gotrue, Request request) {
  const std::string token = read_gotrue_bearer(request);
  auto work = [&gotrue, token](Transaction& transaction) {
    const GotrueCaller caller = find_gotrue_caller(transaction, gotrue, token);
    return gotrue_user_json(transaction, caller.user);
  };
  const nlohmann::json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

}  // namespace hufu::mock
