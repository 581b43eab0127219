// POST /api/people/{id}/has-data: an application says that it keeps something under an id, or no
// more. Then nobody absorbs that user silently (B11).
#include "http/errors.h"
#include "http/json_body.h"
#include "people/server_caller.h"
#include "store/audit.h"
#include "store/users.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;

bool read_wish(const Request& request) {
  const JsonBody body(request);
  body.allow_only({"has_data"});
  if (!body.value("has_data").is_boolean())
    throw invalid_request("The field has_data has to be true or false.");
  return body.flag_or("has_data", false);
}

void mark(Transaction& transaction, const std::string& id, bool has_data) {
  std::optional<User> user = find_survivor(transaction, id);
  if (!user) throw HttpError(404, "person_not_found", "There is nobody of this id.");
  // What is kept under the id of today is not gone because nothing is kept under a former one.
  const bool is_former = user->id != id;
  if (user->app_has_data == has_data || (is_former && !has_data)) return;
  user->app_has_data = has_data;
  save_user(transaction, *user);
  write_audit(transaction, has_data ? "data_marked" : "data_unmarked", user->id, "",
              "by an application");
}

}  // namespace

asio::awaitable<Response> tell_of_data(Backend& backend, Request request) {
  require_server(backend, request.headers, Scope::people);
  const bool has_data = read_wish(request);
  const std::string id = request.parameter("id");
  auto work = [id, has_data](Transaction& transaction) { mark(transaction, id, has_data); };
  co_await backend.database.run(std::move(work));
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
