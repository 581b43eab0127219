// POST /recover: a link for who forgot the password. The answer is the same for an address that
// nobody has.
#include <nlohmann/json.hpp>

#include "gotrue/body.h"
#include "gotrue/captcha.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/messages.h"
#include "gotrue/pkce.h"
#include "gotrue/redirects.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;

struct RecoveryWish {
  std::string email;
  std::string challenge;
  std::string redirect_to;
};

RecoveryWish read_recovery(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  require_captcha(gotrue, request, body);
  const std::string email = body.optional_text("email", 1024).value_or("");
  if (email.empty()) throw validation_failed("Password recovery requires an email");
  RecoveryWish wish;
  wish.email = read_email(email);
  wish.challenge = read_challenge(body.optional_text("code_challenge", 1024).value_or(""),
                                  body.optional_text("code_challenge_method", 64).value_or(""));
  wish.redirect_to =
      choose_redirect(gotrue.config, request.query_value("redirect_to").value_or(""));
  return wish;
}

void send_recovery(Transaction& transaction, const Gotrue& gotrue, const RecoveryWish& wish) {
  require_pause(transaction, gotrue, Purpose::recovery, wish.email);
  const std::optional<Identity> identity = find_email_identity(transaction, wish.email);
  if (!identity) return;
  Sending sending;
  sending.purpose = Purpose::recovery;
  sending.user = find_user(transaction, identity->user_id).value();
  sending.address = wish.email;
  sending.challenge = wish.challenge;
  sending.redirect_to = wish.redirect_to;
  send(transaction, gotrue, sending);
  write_audit(transaction, "code_sent", identity->user_id, identity->id, "recovery");
}

}  // namespace

asio::awaitable<Response> recover(Gotrue& gotrue, Request request) {
  const RecoveryWish wish = read_recovery(gotrue, request);
  auto work = [&gotrue, wish](Transaction& transaction) {
    send_recovery(transaction, gotrue, wish);
  };
  co_await gotrue.database.run(std::move(work));
  co_return json_response(200, nlohmann::json::object());
}

}  // namespace hufu::mock::gotrue
