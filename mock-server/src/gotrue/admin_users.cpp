// GET /admin/users, GET and DELETE /admin/users/{user_id}: an application's server sees who there
// is, and lets people go.
#include <nlohmann/json.hpp>
#include <utility>

#include "gotrue/admin_caller.h"
#include "gotrue/admin_wish.h"
#include "gotrue/body.h"
#include "gotrue/errors.h"
#include "gotrue/pages_of_people.h"
#include "gotrue/user_answer.h"
#include "people/leaving.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

Json people_json(Transaction& transaction, const PeoplePage& page) {
  Json users = Json::array();
  for (const User& user : page.users)
    users.push_back(user_json(transaction, user));
  return {{"users", users}, {"aud", "authenticated"}};
}

bool wants_soft_delete(const Request& request) {
  return !request.body.empty() && read_body(request).flag_or("should_soft_delete", false);
}

}  // namespace

asio::awaitable<Response> list_users(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const PeopleQuestion question = read_people_question(request);
  auto work = [question](Transaction& transaction) {
    const PeoplePage page = list_people(transaction, question);
    return std::make_pair(people_json(transaction, page), page.total);
  };
  const auto found = co_await gotrue.database.run(std::move(work));
  Response response = json_response(200, found.first);
  tell_of_pages(response, request, question, found.second);
  co_return response;
}

asio::awaitable<Response> show_any_user(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const std::string id = read_user_id(request);
  auto work = [id](Transaction& transaction) {
    return user_json(transaction, find_administered(transaction, id));
  };
  const Json user = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, user);
}

asio::awaitable<Response> delete_any_user(Gotrue& gotrue, Request request) {
  require_admin(gotrue, request);
  const std::string id = read_user_id(request);
  const bool keeps_row = wants_soft_delete(request);
  auto work = [&gotrue, id, keeps_row](Transaction& transaction) {
    const User user = find_administered(transaction, id);
    if (keeps_row) return close_account(transaction, user.id);
    erase_account(transaction, gotrue.config, user.id, "by admin");
  };
  co_await gotrue.database.run(std::move(work));
  co_return json_response(200, Json::object());
}

}  // namespace hufu::mock::gotrue
