// A borrowed session: the host (Clerk) has it; we ask for a token per request and keep none.
#include <utility>

#include "session/session.h"
#include "text/headers.h"
#include "text/jwt.h"

namespace hufu::session {

Task<Value> Session::borrow_token(bool fresh) {
  // Many requests that were refused at once want one fresh token, not one each.
  if (fresh) co_return co_await borrow_flight_.join();
  Value token = co_await ask_for_token(false);
  if (*token.text() == rejected_.reveal()) co_return co_await borrow_flight_.join();
  co_return token;
}

Task<Value> Session::borrow_fresh_token() {
  Value token = co_await ask_for_token(true);
  answered_refusal();
  co_return token;
}

Task<Value> Session::ask_for_token(bool fresh) {
  Answer answer = co_await host_.try_credential(CredentialKind::web_token, fresh);
  // A host whose library yields nothing has no session; never is a request sent without its token.
  if (answer && answer.text.empty()) answer.error.emplace(Error{Errc::signed_out, "", 0, 0});
  if (answer.is(Errc::signed_out)) nothing_lent();
  if (!answer) co_return *std::move(answer.error);
  if (!text::is_clean_token(answer.text)) {
    co_return Error{Errc::host_fault, "the borrowed token has forbidden characters", 0, 0};
  }
  lent(answer.text);
  co_return Value(std::move(answer.text));
}

// Nobody tells us when another person signs in at the host: the token does.
void Session::lent(const std::string& token) {
  const auto claims = text::read_claims(token);
  const std::string_view to = claims ? claims->text_or("sub", "") : "";
  if (!to.empty() && !lent_to_.empty() && to != lent_to_) {
    generation_.is_here(generation_.new_person());
    if (told_ == SessionState::signed_in) announce(EventKind::signed_in, std::nullopt);
  }
  if (!to.empty()) lent_to_ = to;
  borrowing_ = true;
}

void Session::nothing_lent() {
  if (borrowing_) generation_.left();
  borrowing_ = false;
  lent_to_.clear();
}

}  // namespace hufu::session
