// A token, and whose it is.
#pragma once

#include "base/ref.h"
#include "base/text.h"
#include "vault/generation.h"

namespace hufu::tokens {

struct BoundToken {
  Text text;
  vault::Generation::Mark who;  ///< When what it was asked for began: it is for who was here then.
};

/// Null where there is none.
using Token = Ref<const BoundToken>;

}  // namespace hufu::tokens
