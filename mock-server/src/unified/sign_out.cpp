// POST /api/auth/logout: end this session, the others, or all.
#include "http/errors.h"
#include "people/caller.h"
#include "people/revocation.h"
#include "store/audit.h"
#include "store/bindings.h"
#include "store/device_grants.h"
#include "store/sessions.h"
#include "store/web_view_tickets.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;

std::string read_scope(const Request& request) {
  const std::string scope = request.query_value("scope").value_or("local");
  if (request.query.count("scope") > 1 ||
      (scope != "local" && scope != "others" && scope != "global")) {
    throw invalid_request("The scope has to be local, others or global.");
  }
  return scope;
}

// A Clerk session is Clerk's to end: of it, only ours beside it end here.
void end_scope(Transaction& transaction, const Caller& caller, const std::string& scope) {
  if (scope == "local") {
    if (caller.is_own_session) end_session(transaction, caller.session_id, "signed_out");
    if (caller.platform == "miniprogram") end_pages_of_identity(transaction, caller.identity.id);
    end_bindings_of_session(transaction, caller.session_id);
    deny_device_grants_of_session(transaction, caller.session_id);
  } else {
    const bool keeps_own = scope == "others" && caller.is_own_session;
    shut_out(transaction, caller.user.id, keeps_own ? caller.session_id : "", "signed_out");
  }
  write_audit(transaction, "signed_out", caller.user.id, caller.session_id, scope);
}

}  // namespace

asio::awaitable<Response> sign_out(Backend& backend, Request request) {
  const std::string scope = read_scope(request);
  Caller caller = co_await authenticate(backend, request.headers);
  auto work = [caller, scope](Transaction& transaction) { end_scope(transaction, caller, scope); };
  co_await backend.database.run(std::move(work));
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
