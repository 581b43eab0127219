// What a server dialect has to say: how a request looks, and how an answer is read. A dialect is
// data; decisions about answers are made in backend/reply_meaning.
#pragma once

#include <string_view>

#include "base/ref.h"
#include "base/value.h"
#include "dialects/table.h"
#include "hufu/config.h"

namespace hufu::dialects {

const Dialect& dialect(BackendKind kind);

/// The route of that step; nullptr if the dialect has no way to make such a call: `unsupported`.
const Route* find_route(const Dialect& dialect, std::string_view step);

struct CallParts {
  const Route* route = nullptr;  ///< Null where the dialect has no such call.
  Value arguments = {};
  std::string_view path = {};  ///< The configuration's, in the place of the route's.
  bool is_open = false;        ///< Carries no token, for who asks is not here yet.
};
/// A call, ready to be addressed and signed; never null.
using Call = Ref<CallParts>;

/// Whether there are arguments without which the server refuses.
bool needs_arguments(const Route& route);
/// The names of those that the call lacks, with commas between.
Text missing_arguments(const Call& call);
/// The address as documents have it, without what the arguments would put there.
std::string_view plain_path_of(const Call& call);

Text path_of(const Call& call);
Text body_of(const Call& call);

/// The outcome; null for an answer that lacks what it must have.
Value read_reply(const Route& route, const Value& body);

/// What an error body says.
struct Refusal {
  Text code;     ///< The server's own, a short plain word; empty if it gives none.
  Text message;  ///< For people, made plain; empty if there is none.
  Text reasons;  ///< What a weak password lacks, with commas between.
};
Refusal read_refusal(const Dialect& dialect, const Value& body);

}  // namespace hufu::dialects
