// GET /reauthenticate: a nonce goes to the person's own address.
#include <nlohmann/json.hpp>

#include "gotrue/caller.h"
#include "gotrue/email.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/messages.h"
#include "gotrue/phone.h"
#include "gotrue/reauthentication.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;

constexpr WallMs kDayMs = WallMs{24} * 3600 * 1000;

// The e-mail address, or else the phone.
Identity own_address(Transaction& transaction, const std::string& user_id) {
  if (const auto email = email_identity_of(transaction, user_id)) {
    if (email->confirmed_ms == 0)
      throw Error(422, "email_not_confirmed", "Please verify your email first.");
    return *email;
  }
  const auto phone = phone_identity_of(transaction, user_id);
  if (!phone) {
    throw Error(422, "validation_failed",
                "Reauthentication requires the user to have an email or a phone number");
  }
  if (phone->confirmed_ms == 0)
    throw Error(422, "phone_not_confirmed", "Please verify your phone first.");
  return *phone;
}

std::optional<Error> refuse_old_session(Transaction& transaction, Reauthentication wanted,
                                        const Caller& caller, bool is_password) {
  const WallMs age_ms = transaction.now_ms() - caller.session.created_ms;
  switch (wanted) {
    case Reauthentication::never: return std::nullopt;
    case Reauthentication::day:
      if (!is_password || age_ms <= kDayMs) return std::nullopt;
      return Error(400, "reauthentication_needed", "Password update requires reauthentication");
    case Reauthentication::ten_minutes: break;
  }
  return stale_sign_in(transaction, caller);
}

void send_nonce(Transaction& transaction, const Gotrue& gotrue, const std::string& token) {
  const Caller caller = find_caller(transaction, gotrue, token);
  Sending sending;
  sending.purpose = Purpose::reauthentication;
  sending.user = caller.user;
  sending.address = own_address(transaction, caller.user.id).subject;
  require_pause(transaction, gotrue, sending.purpose, sending.address);
  send(transaction, gotrue, sending);
  write_audit(transaction, "code_sent", caller.user.id, caller.session.id, "reauthentication");
}

}  // namespace

std::optional<Error> refuse_without_nonce(Transaction& transaction, const Gotrue& gotrue,
                                          const Caller& caller, bool is_password,
                                          const std::string& nonce) {
  const std::optional<Error> refusal =
      refuse_old_session(transaction, gotrue.oddities().reauthentication, caller, is_password);
  if (!refusal || nonce.empty()) return refusal;
  const auto token = find_one_time_token(transaction, caller.user.id, one_time::kReauthentication);
  if (token && opens(transaction, gotrue, *token, nonce)) return std::nullopt;
  return Error(422, "reauthentication_not_valid", "Nonce has expired or is invalid");
}

void spend_nonce(Transaction& transaction, const std::string& user_id) {
  drop_one_time_tokens(transaction, user_id, one_time::kReauthentication);
}

asio::awaitable<Response> reauthenticate(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  auto work = [&gotrue, token](Transaction& transaction) {
    send_nonce(transaction, gotrue, token);
  };
  co_await gotrue.database.run(std::move(work));
  co_return json_response(200, nlohmann::json::object());
}

}  // namespace hufu::mock::gotrue
