// A borrowed session: the host (Clerk) has it; we ask for a token per request and keep none.
#include <utility>

#include "session/session.h"

namespace hufu::session {

Task<Secret> Session::borrow_token(bool fresh) {
  // Many requests that were refused at once want one fresh token, not one each.
  if (fresh) co_return co_await borrow_flight_.join();
  Result<CredentialAnswer> answer = co_await host_.try_credential(CredentialKind::web_token, false);
  if (answer) borrowing_ = true;
  if (answer.is(Errc::signed_out)) borrowing_ = false;
  if (!answer) co_return answer.error();
  co_return std::move(answer->value);
}

Task<Secret> Session::borrow_fresh_token() {
  Result<CredentialAnswer> answer = co_await host_.try_credential(CredentialKind::web_token, true);
  if (answer.is(Errc::signed_out)) borrowing_ = false;
  if (!answer) co_return answer.error();
  co_return std::move(answer->value);
}

}  // namespace hufu::session
