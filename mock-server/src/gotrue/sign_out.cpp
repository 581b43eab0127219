// POST /logout: end this session, the others, or all of the person's, on whatever surface.
#include "gotrue/caller.h"
#include "gotrue/errors.h"
#include "people/revocation.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

std::string read_scope(const Request& request) {
  const std::string scope = request.query_value("scope").value_or("global");
  const bool known = scope == "global" || scope == "local" || scope == "others";
  if (!known || request.query.count("scope") > 1)
    throw validation_failed("Unsupported logout scope");
  return scope;
}

void end_scope(Transaction& transaction, const Caller& caller, const std::string& scope) {
  if (scope == "local") {
    end_session(transaction, caller.session.id, "signed_out");
  } else {
    shut_out(transaction, caller.user.id, scope == "others" ? caller.session.id : "", "signed_out");
  }
  write_audit(transaction, "signed_out", caller.user.id, caller.session.id, scope);
}

}  // namespace

boost::asio::awaitable<Response> sign_out(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  const std::string scope = read_scope(request);
  auto work = [&gotrue, token, scope](Transaction& transaction) {
    end_scope(transaction, find_caller(transaction, gotrue, token), scope);
  };
  co_await gotrue.database.run(std::move(work));
  co_return empty_response(204);
}

}  // namespace hufu::mock::gotrue
