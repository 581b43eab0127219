// POST /_control/gotrue/confirmations: the mail's link is followed.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "gotrue/confirmation.h"
#include "http/errors.h"
#include "http/json_body.h"
#include "store/database.h"

namespace hufu::mock::control {
boost::asio::awaitable<Response> follow_confirmation_link(Control& control, Request request) {
  const std::string email = JsonBody::or_empty(request).text("email");
  const auto work = [email](Transaction& transaction) {
    return gotrue::confirm_email(transaction, email);
  };
  const std::optional<std::string> user_id = co_await control.context.database.run(work);
  if (!user_id)
    throw HttpError(404, "confirmation_not_found",
                    "Nobody waits for this address, or it is taken.");
  const nlohmann::json answer = {{"userId", *user_id}};
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::control
