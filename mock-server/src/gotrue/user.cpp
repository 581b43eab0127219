// GET /user: who is signed in.
#include <nlohmann/json.hpp>

#include "gotrue/caller.h"
#include "gotrue/user_answer.h"

namespace hufu::mock::gotrue {

boost::asio::awaitable<Response> show_user(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  auto work = [&gotrue, token](Transaction& transaction) {
    const Caller caller = find_caller(transaction, gotrue, token);
    return user_json(transaction, caller.user);
  };
  const nlohmann::json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

}  // namespace hufu::mock::gotrue
