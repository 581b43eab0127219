// A borrowed session: the host (Clerk) has it; we ask for a token per request and keep none.
#include <utility>

#include "session/session.h"
#include "text/headers.h"

namespace hufu::session {

Task<Secret> Session::borrow_token(bool fresh) {
  // Many requests that were refused at once want one fresh token, not one each.
  if (fresh) co_return co_await borrow_flight_.join();
  Secret token = co_await ask_for_token(false);
  if (token == rejected_) co_return co_await borrow_flight_.join();
  co_return token;
}

Task<Secret> Session::borrow_fresh_token() { co_return co_await ask_for_token(true); }

Task<Secret> Session::ask_for_token(bool fresh) {
  Result<CredentialAnswer> answer = co_await host_.try_credential(CredentialKind::web_token, fresh);
  // A host whose library yields nothing has no session; never is a request sent without its token.
  if (answer && answer->value.empty()) answer = Errc::signed_out;
  if (answer && !text::is_clean_token(answer->value.reveal())) {
    answer = Error{Errc::host_fault, "the borrowed token has forbidden characters", 0, 0};
  }
  if (answer) borrowing_ = true;
  if (answer.is(Errc::signed_out)) borrowing_ = false;
  if (!answer) co_return answer.error();
  co_return std::move(answer->value);
}

}  // namespace hufu::session
