// DELETE /factors/{factor_id}: one second factor less.
#include <nlohmann/json.hpp>

#include "gotrue/assurance.h"
#include "gotrue/errors.h"
#include "gotrue/factors.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

void remove(Transaction& transaction, const Gotrue& gotrue, const std::string& token,
            const std::string& id) {
  const Caller caller = find_factor_caller(transaction, gotrue, token);
  const Factor factor = require_factor(transaction, caller.user.id, id);
  // Any of the person's factors will do: it may be the telephone with this one that is lost.
  if (factor.is_verified() && caller.session.factor_id.empty())
    throw Error(422, "insufficient_aal", "AAL2 required to unenroll verified factor");
  drop_factor(transaction, factor);
  write_audit(transaction, "factor_removed", caller.user.id, factor.id, factor.status);
}

}  // namespace

boost::asio::awaitable<Response> remove_factor(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  const std::string id = request.parameter("factor_id");
  auto work = [&gotrue, token, id](Transaction& transaction) {
    remove(transaction, gotrue, token, id);
  };
  co_await gotrue.database.run(std::move(work));
  co_return json_response(200, {{"id", id}});
}

}  // namespace hufu::mock::gotrue
