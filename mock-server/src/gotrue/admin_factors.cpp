// GET /admin/users/{user_id}/factors, DELETE /admin/users/{user_id}/factors/{factor_id}: for who
// has lost the telephone that made the codes.
#include <nlohmann/json.hpp>

#include "gotrue/admin_caller.h"
#include "gotrue/admin_wish.h"
#include "gotrue/assurance.h"
#include "gotrue/factors.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

Json drop(Transaction& transaction, const std::string& user_id, const std::string& factor_id) {
  const User user = find_administered(transaction, user_id);
  const Factor factor = require_factor(transaction, user.id, factor_id);
  drop_factor(transaction, factor);
  write_audit(transaction, "factor_removed", user.id, factor.id, "by admin");
  return factor_json(factor);
}

}  // namespace

asio::awaitable<Response> list_factors_of(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const std::string id = read_user_id(request);
  auto work = [id](Transaction& transaction) {
    const User user = find_administered(transaction, id);
    Json list = Json::array();
    for (const Factor& factor : factors_of(transaction, user.id))
      list.push_back(factor_json(factor));
    return list;
  };
  const Json factors = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, factors);
}

asio::awaitable<Response> drop_factor_of(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const std::string id = read_user_id(request);
  const std::string factor_id = request.parameter("factor_id");
  auto work = [id, factor_id](Transaction& transaction) {
    return drop(transaction, id, factor_id);
  };
  const Json factor = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, factor);
}

}  // namespace hufu::mock::gotrue
