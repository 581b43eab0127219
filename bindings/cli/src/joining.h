// The redeemer's side of a binding, once it is known whose code it was.
#pragma once

#include <string>

#include <hufu/operations.h>

#include "context.h"

namespace hufu::cli {

/// Whose half it is, for people.
std::string described(const BindingPreview& half);

/// Asks whether to join, unless the person has agreed before; shows the number, and waits until the
/// other half has it. Throws `Failure`.
void join(Context& context, const Binding& binding, bool agrees);

}  // namespace hufu::cli
