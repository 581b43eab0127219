// POST /_control/gotrue/confirmations: the mail's link is followed.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/wish.h"
#include "gotrue/confirmation.h"
#include "http/errors.h"
#include "store/database.h"

namespace hufu::mock::control {
namespace {

boost::asio::awaitable<Response> follow_link(SharedControl control, Request request) {
  const std::string email = Wish(request).text("email");
  const auto work = [email](Transaction& transaction) {
    return gotrue::confirm_email(transaction, email);
  };
  const std::optional<std::string> user_id = co_await control->context.database.run(work);
  if (!user_id)
    throw HttpError(404, "confirmation_not_found",
                    "Nobody waits for this address, or it is taken.");
  const nlohmann::json answer = {{"userId", *user_id}};
  co_return not_stored(json_response(200, answer));
}

}  // namespace

void register_gotrue_calls(const SharedControl& control) {
  control->add_waiting("POST", "/_control/gotrue/confirmations", [control](Request request) {
    return follow_link(control, std::move(request));
  });
}

}  // namespace hufu::mock::control
