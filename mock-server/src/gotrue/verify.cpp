// POST /verify: a code with the address that it was sent to, or the token of a link, becomes a
// session.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "gotrue/body.h"
#include "gotrue/email.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"
#include "gotrue/phone.h"
#include "gotrue/verification.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// What a wrong guess counts has to be committed.
using Outcome = std::variant<Json, Error>;

struct Attempt {
  std::string type;
  std::string link_token;
  /// With the digits: one of the two, the other is empty.
  std::string email;
  std::string phone;
  std::string digits;
  /// Of whoever tries.
  std::string from;
};

void read_addressed(const std::string& email, const std::string& phone, Attempt& attempt) {
  if (email.empty() == phone.empty()) {
    throw validation_failed("Only an email address or phone number should be provided on verify");
  }
  if (!email.empty()) attempt.email = read_email(email);
  if (!phone.empty()) attempt.phone = read_phone(phone);
}

Attempt read_attempt(const Request& request) {
  const JsonBody body = read_body(request);
  const auto text = [&body](const char* name) {
    return body.optional_text(name, 1024).value_or("");
  };
  Attempt attempt;
  attempt.from = request.remote_address;
  attempt.type = text("type");
  attempt.digits = text("token");
  attempt.link_token = text("token_hash");
  if (attempt.type.empty()) throw validation_failed("Verify requires a verification type");
  if (attempt.digits.empty() == attempt.link_token.empty())
    throw validation_failed("Verify requires either a token or a token hash");
  const bool is_addressed = !text("email").empty() || !text("phone").empty();
  if (!attempt.digits.empty()) {
    read_addressed(text("email"), text("phone"), attempt);
  } else if (is_addressed || !text("redirect_to").empty()) {
    throw validation_failed("Only the token_hash and type should be provided");
  } else if (kinds_of(attempt.type).empty()) {
    throw validation_failed("Invalid email verification type");
  }
  return attempt;
}

std::optional<OneTimeToken> by_link(Transaction& transaction, const Gotrue& gotrue,
                                    const Attempt& attempt) {
  const auto token = find_by_link_token(transaction, gotrue, attempt.link_token);
  if (!token || !std::ranges::count(kinds_of(attempt.type), token->kind)) return std::nullopt;
  return token;
}

std::vector<std::string> kinds_at(const Attempt& attempt) {
  if (attempt.phone.empty()) return kinds_of(attempt.type);
  if (attempt.type == "sms") return {one_time::kPhone};
  if (attempt.type == "phone_change") return {one_time::kPhoneChange};
  return {};
}

// Those who have this address, or want to have it, and were sent a code of this kind there.
std::vector<OneTimeToken> sent_to(Transaction& transaction, const std::string& address,
                                  const std::optional<Identity>& owner, const std::string& kind) {
  if (kind == one_time::kEmailChangeNew || kind == one_time::kPhoneChange) {
    std::vector<OneTimeToken> moves = find_moves_to(transaction, address);
    std::erase_if(moves, [&](const OneTimeToken& token) { return token.kind != kind; });
    return moves;
  }
  if (!owner) return {};
  const auto token = find_one_time_token(transaction, owner->user_id, kind);
  if (!token || token->address != address) return {};
  return {*token};
}

// Every message that came to this address and could be meant hears of a wrong guess.
std::optional<OneTimeToken> by_digits(Transaction& transaction, const Gotrue& gotrue,
                                      const Attempt& attempt) {
  const bool is_phone = attempt.email.empty();
  const std::string& address = is_phone ? attempt.phone : attempt.email;
  const auto owner = is_phone ? find_phone_identity(transaction, address)
                              : find_email_identity(transaction, address);
  for (const std::string& kind : kinds_at(attempt)) {
    for (const OneTimeToken& token : sent_to(transaction, address, owner, kind)) {
      if (opens(transaction, gotrue, token, attempt.digits)) return token;
    }
  }
  return std::nullopt;
}

// As the real server has it: a text, not a number.
Json half_done() { return {{"msg", kOtherMailWaits}, {"code", "200"}}; }

Outcome verify_in(Transaction& transaction, const Gotrue& gotrue, const Attempt& attempt) {
  require_mail_guess(transaction, gotrue, attempt.from);
  const bool is_link = !attempt.link_token.empty();
  const Error refusal = is_link ? link_refused() : code_refused();
  const auto token =
      is_link ? by_link(transaction, gotrue, attempt) : by_digits(transaction, gotrue, attempt);
  if (!token) {
    count_mail_guess(transaction, attempt.from);
    return refusal;
  }
  const std::optional<Opened> opened = open(transaction, gotrue, *token, refusal);
  if (!opened) return half_done();
  return sign_in(transaction, gotrue, *opened);
}

}  // namespace

asio::awaitable<Response> verify_code(Gotrue& gotrue, Request request) {
  const Attempt attempt = read_attempt(request);
  auto work = [&gotrue, attempt](Transaction& transaction) {
    return verify_in(transaction, gotrue, attempt);
  };
  const Outcome outcome = co_await gotrue.database.run(std::move(work));
  if (const auto* error = std::get_if<Error>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::gotrue
