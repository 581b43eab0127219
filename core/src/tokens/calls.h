// Calls of the SDK that carry a token.
#pragma once

#include "backend/backend.h"
#include "flow/task.h"
#include "tokens/tokens.h"
#include "vault/generation.h"

namespace hufu::tokens {

/// `who` marks when the operation began: its requests carry tokens of whoever was here then.
class Calls {
 public:
  using Mark = vault::Generation::Mark;

  Calls(backend::Backend& backend, Tokens& tokens) : backend_(backend), tokens_(tokens) {}

  /// Sends with a token, unless it is open; on a 401 renews it and sends once more. Yields the
  /// answer's body.
  flow::Task<Value> signed_call(backend::Call call, Mark who);

 private:
  backend::Backend& backend_;
  Tokens& tokens_;
};

}  // namespace hufu::tokens
