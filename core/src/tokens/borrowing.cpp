#include "tokens/borrowing.h"

#include "base/fault.h"
#include "text/headers.h"
#include "text/jwt.h"

namespace hufu::tokens {

using flow::Answer;
using flow::Task;

Borrowing::Borrowing(flow::Credentials& credentials, vault::Generation& generation,
                     announcer::Announcer& announcer, Worth& worth)
    : credentials_(credentials),
      generation_(generation),
      announcer_(announcer),
      worth_(worth),
      another_(this, flow::SingleFlight<Value>::run_of<Borrowing, &Borrowing::get_another>) {}

Task<Value> Borrowing::token(bool fresh) {
  // Many requests that were refused at once want one fresh token, not one each.
  if (fresh) co_return co_await another_.join();
  Value token = co_await ask_host(false);
  if (worth_.is_refused(token.text())) co_return co_await another_.join();
  co_return token;
}

Task<Value> Borrowing::get_another() {
  Value token = co_await ask_host(true);
  worth_.answered_refusal();
  co_return token;
}

Task<Value> Borrowing::ask_host(bool fresh) {
  Answer answer = co_await credentials_.try_credential(CredentialKind::web_token, fresh);
  // A host whose library yields nothing has no session; never is a request sent without its token.
  if (answer && answer->text.empty()) answer->fault = Errc::signed_out;
  if (answer.is(Errc::signed_out)) ended(EndCause::not_lent);
  if (!answer) co_return answer->fault;
  if (!text::is_clean_token(answer->text)) {
    co_return Fault(Errc::host_fault, "the borrowed token has forbidden characters");
  }
  lent(answer->text);
  co_return Value(answer->text);
}

// Nobody tells us when another person signs in at the host: the token does.
void Borrowing::lent(const Text& token) {
  const Text to = text::read_claims(token).text_of("sub");
  if (!to.empty() && !lent_to_.empty() && to != lent_to_) {
    generation_.is_here(generation_.new_person());
    announcer_.tell_signed_in_again();
  }
  if (!to.empty()) lent_to_ = to;
  announcer_.begin_lending();
}

void Borrowing::ended(EndCause cause) {
  if (announcer_.is_lending()) generation_.left();
  announcer_.end_lending(cause);
  lent_to_.clear();
}

}  // namespace hufu::tokens
