#include "tokens/calls.h"

#include <utility>

namespace hufu::tokens {

using backend::CallKind;
using backend::Understood;
using flow::Task;

Task<Value> Calls::signed_call(backend::Call call, Mark who) {
  if (const Fault fault = backend_.fault_of(call)) co_return fault;
  if (call->is_open) {
    Understood reply = co_await backend_.send(call, CallKind::password);
    co_return std::move(reply.body);
  }
  Token token = co_await tokens_.for_request(who);
  for (bool renewed = false;; renewed = true) {
    Understood reply = co_await backend_.send(call, CallKind::signed_call, token->text);
    if (renewed && reply.body) tokens_.renewal_helped();
    if (renewed || !reply.body.is(Errc::token_rejected)) co_return std::move(reply.body);
    token = co_await tokens_.instead_of(token);
    if (token == nullptr) co_return std::move(reply.body);
  }
}

}  // namespace hufu::tokens
